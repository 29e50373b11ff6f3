import type { Price } from './receipt-item.ts';

/**
 * The events that the receiver publishes on EventBridge, for the publish function, the stack and the tool. Do not change
 * them: rules of users rely on them. `docs/events.schema.json` is their schema.
 */
export const EVENT_SOURCE = 'sms-receipts';

export const DETAIL_TYPES = {
  /** The current status of a message changed. */
  statusChanged: 'SMS Status Changed',
  /** A webhook of the vendor that is not a delivery receipt for SMS, such as an inbound SMS. */
  otherWebhook: '8x8 Webhook',
} as const;

/** The version of the schema of both details. It changes only if a field is removed or gets another meaning. */
export const EVENT_VERSION = 1;

/** Personal data that a deployment may add to status changes. */
export const EVENT_FIELDS = ['destination', 'source'] as const;

export type EventField = (typeof EVENT_FIELDS)[number];

interface Detail {
  readonly version: typeof EVENT_VERSION;
  /** The same in all copies of an event, so that consumers can drop copies. */
  readonly id: string;
  /** Our clock, ISO 8601 with milliseconds. */
  readonly receivedAt: string;
  /** Present if fields were left out because of EventBridge's size limit. */
  readonly truncated?: true;
}

/** A change of a message's state, detail or `terminal`. Fields without a value are absent. */
export interface StatusChanged extends Detail {
  /** `<umid>:<version of the item>`. The number after the colon grows with each change of a message. */
  readonly id: string;
  /** The vendor's id of the message, in lower case. */
  readonly umid: string;
  readonly state: string;
  readonly detail?: string;
  /** Whether the state ends the life of the message. */
  readonly terminal: boolean;
  /** The state before; absent in the first event of a message. */
  readonly previousState?: string;
  /** The vendor's clock: UTC, ISO 8601, at its original precision. */
  readonly statusTimestamp: string;
  /** When the receipt of the current status arrived. */
  readonly receivedAt: string;
  readonly subAccountId?: string;
  readonly batchId?: string;
  readonly clientMessageId?: string;
  readonly clientBatchId?: string;
  /** ISO 3166, two letters, of the number or from the vendor's log; `unknown` for a short code and an unknown number. */
  readonly country: string;
  /** `mcc-mnc`, if the message was compared with the vendor's log before. */
  readonly operator?: string;
  readonly errorCode?: number;
  /** The error as 8x8 names it. */
  readonly errorReason?: string;
  /** Number of SMS segments. */
  readonly smsCount?: number;
  readonly price?: Price;
  /** `vendor_log` if the status is from the vendor's log of messages. */
  readonly origin?: string;
  readonly destination?: string;
  readonly source?: string;
}

/** A body that was set aside as `other_webhook`. */
export interface OtherWebhook extends Detail {
  /** SHA-256 of the body: its key in the set-aside table. */
  readonly id: string;
  /** The body as the vendor posted it, as JSON. XML is converted. */
  readonly body?: unknown;
}

/** An event as consumers receive it, without the fields that EventBridge adds. */
export type ReceiverEvent =
  | EventOf<typeof DETAIL_TYPES.statusChanged, StatusChanged>
  | EventOf<typeof DETAIL_TYPES.otherWebhook, OtherWebhook>;

interface EventOf<Type extends string, D extends Detail> {
  readonly source: typeof EVENT_SOURCE;
  readonly 'detail-type': Type;
  /** ISO 8601. */
  readonly time: string;
  readonly detail: D;
}
