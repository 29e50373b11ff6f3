/**
 * The events that the receiver publishes on EventBridge: shared by the function that publishes them, the stack and the
 * tool. Fixed: rules of users rely on them. `docs/events.schema.json` describes them for machines.
 */
export const EVENT_SOURCE = 'sms-receipts';

export const DETAIL_TYPES = {
  /** The current status of a message changed. */
  statusChanged: 'SMS Status Changed',
  /** A webhook of the vendor that is not a delivery receipt for SMS, such as an inbound SMS. */
  otherWebhook: '8x8 Webhook',
} as const;

/** The version of the schema of both details. It changes only where a field is removed or means something else. */
export const EVENT_VERSION = 1;

/** Personal data that a deployment may add to status changes. */
export const EVENT_FIELDS = ['destination', 'source'] as const;

export type EventField = (typeof EVENT_FIELDS)[number];

interface Detail {
  readonly version: typeof EVENT_VERSION;
  /** Equal for copies of one event, so that consumers can drop them. */
  readonly id: string;
  /** Our clock, ISO 8601 with milliseconds. */
  readonly receivedAt: string;
  /** Present if the detail would exceed the size limit of EventBridge, so that fields were left out. */
  readonly truncated?: true;
}

/** A change of the current status: its state, its detail, or whether it is terminal. A field without a value is absent. */
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
  /** The vendor's clock: UTC, ISO 8601, at the precision it came with. */
  readonly statusTimestamp: string;
  /** When the receipt of the current status came. */
  readonly receivedAt: string;
  readonly subAccountId?: string;
  readonly batchId?: string;
  readonly clientMessageId?: string;
  readonly clientBatchId?: string;
  readonly errorCode?: number;
  /** The vendor's words for the error code. */
  readonly errorReason?: string;
  /** Number of SMS segments. */
  readonly smsCount?: number;
  readonly price?: { readonly total?: number; readonly perSms?: number; readonly currency?: string };
  /** `vendor_log` where the status was reconciled with the vendor's log. */
  readonly origin?: string;
  readonly destination?: string;
  readonly source?: string;
}

/** A body that was set aside as `other_webhook`. */
export interface OtherWebhook extends Detail {
  /** SHA-256 of the body: its key in the set-aside table. */
  readonly id: string;
  /** The body as JSON, as the vendor posted it; also where it came as XML. */
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
