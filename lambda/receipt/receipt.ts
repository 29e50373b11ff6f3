import type { Identity, Status, StatusMetadata } from '../../contract/receipt-item.ts';

/** A delivery receipt, validated. */
export interface Receipt extends StatusMetadata {
  /** The vendor's id of the message, in lower case. */
  readonly umid: string;
  readonly identity: Identity;
  readonly status: Status;
  /** `version` of the vendor's envelope. */
  readonly formatVersion?: number;
}
