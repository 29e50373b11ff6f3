import type { StatusEntry } from '../../lambda/receipt/message.ts';

/** What a look-up shows of an item; written by the store, so that its attributes need no check. */
export interface MessageItem {
  readonly umid: string;
  readonly state?: string;
  readonly detail?: string;
  readonly statusTimestamp?: string;
  readonly terminal?: boolean;
  readonly errorCode?: number;
  readonly errorMessage?: string;
  readonly errorReason?: string;
  readonly batchId?: string;
  readonly clientMessageId?: string;
  readonly clientBatchId?: string;
  readonly subAccountId?: string;
  readonly source?: string;
  readonly destination?: string;
  readonly smsCount?: number;
  readonly priceTotal?: number;
  readonly pricePerSms?: number;
  readonly priceCurrency?: string;
  readonly history?: readonly StatusEntry[];
  readonly firstReceivedAt?: string;
  readonly lastReceivedAt?: string;
  readonly expiresAt?: number;
}
