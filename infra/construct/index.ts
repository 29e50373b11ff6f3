export type { EventField } from '../../contract/events.ts';
export type { RequestOutcome } from '../../contract/metrics.ts';
export type { IndexName } from '../../contract/tables.ts';
export type { ReceiptsDomain } from './domain.ts';
export type { EventsProps } from './event-publisher.ts';
export { addOutputs } from './outputs.ts';
export type { ReconcileProps } from './reconciler.ts';
export { SmsReceipts } from './sms-receipts.ts';
export type { SmsReceiptsProps } from './sms-receipts-props.ts';
