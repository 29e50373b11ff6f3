import type { Arrival } from './sent-messages.ts';

/**
 * The figures of a report, computed from the receipts by plain loops. It shares no code with the receiver and the tool.
 */

/** What the receipts say of one message. */
export interface PlainMessage {
  readonly firstReceivedAt: string;
  readonly day: string;
  readonly country: string;
  readonly subAccountId: string;
  readonly source: string;
  readonly state: string;
  readonly errorCode: number | null;
  readonly batchId: string | null;
  readonly outcome: 'delivered' | 'failed' | 'open';
  readonly segments: number;
  /** Ten thousandths of the currency. */
  readonly price: number;
  readonly currency: string | undefined;
  readonly deliveryMs: number | undefined;
}

export interface PlainFigures {
  messages: number;
  delivered: number;
  failed: number;
  open: number;
  segments: number;
  /** In ten thousandths. */
  cost: Record<string, number>;
  deliveryTimes: number[];
}

type Fields = Record<string, string | undefined>;

/** The fields of a body, whose names are all different, as text. */
function fieldsOf({ contentType, body }: Arrival): Fields {
  const fields: Fields = {};
  if (contentType === 'application/json') {
    const collect = (value: object): void => {
      for (const [name, field] of Object.entries(value)) {
        if (field !== null && typeof field === 'object') collect(field);
        else if (field !== null && field !== '') fields[name] = String(field);
      }
    };
    collect(JSON.parse(body));
  } else {
    for (const [, name = '', text = ''] of body.matchAll(/<(\w+)>([^<]+)<\/\1>/g))
      if (text.trim() !== '') fields[name] = text.replaceAll('&amp;', '&');
  }
  return fields;
}

function rankOf({ state, detail }: Fields): number {
  if (state === 'read') return 4;
  if (state === 'delivered') return detail === 'delivered_to_operator' ? 2 : 3;
  if (state === 'undelivered' || state === 'rejected' || state === 'failed') return 3;
  return state === 'queued' ? 0 : 1;
}

/** Greater statuses have greater text. */
function orderOf(fields: Fields): string {
  const [seconds = '', fraction = ''] = (fields.timestamp ?? '').slice(0, -1).split('.');
  return `${rankOf(fields)} ${seconds}.${fraction.padEnd(9, '0')} ${fields.state}`;
}

export function plainMessage(arrivals: readonly Arrival[], country: (number: string) => string): PlainMessage {
  const statuses = arrivals.map(fieldsOf).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const current = statuses[statuses.length - 1] ?? {};
  let [price, currency, segments] = [0, undefined as string | undefined, 0];
  let [accepted, delivered] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const status of statuses) {
    if (status.total !== undefined) {
      price = Math.round(Number(status.total) * 10_000);
      currency = status.currency;
    }
    if (status.smsCount !== undefined) segments = Number(status.smsCount);
    const time = Date.parse(status.timestamp ?? '');
    if (status.state === 'queued' || status.state === 'sent') accepted = Math.min(accepted, time);
    if (status.state === 'delivered' && rankOf(status) === 3) delivered = Math.min(delivered, time);
  }
  const ms = delivered - accepted;
  const isPlausible = ms >= -60_000 && ms <= 48 * 3_600_000;
  let firstReceivedAt = arrivals[0]?.receivedAt ?? '';
  for (const { receivedAt } of arrivals) if (receivedAt < firstReceivedAt) firstReceivedAt = receivedAt;
  const rank = rankOf(current);
  const isDelivered = current.state === 'delivered' || current.state === 'read';
  return {
    firstReceivedAt,
    day: firstReceivedAt.slice(0, 10),
    country: country(current.destination ?? ''),
    subAccountId: current.subAccountId ?? '',
    source: current.source ?? '',
    state: current.state ?? '',
    errorCode: current.errorCode === undefined ? null : Number(current.errorCode),
    batchId: current.batchId ?? null,
    outcome: rank < 3 ? 'open' : isDelivered ? 'delivered' : 'failed',
    segments,
    price,
    currency,
    deliveryMs: isPlausible ? Math.max(0, ms) : undefined,
  };
}

/** The figures of these messages by the values of fields, as JSON. */
export function plainReport(
  messages: readonly PlainMessage[],
  by: readonly (keyof PlainMessage)[],
): Map<string, PlainFigures> {
  const groups = new Map<string, PlainFigures>();
  for (const message of messages) {
    const key = JSON.stringify(by.map((field) => message[field]));
    let group = groups.get(key);
    if (group === undefined) {
      group = { messages: 0, delivered: 0, failed: 0, open: 0, segments: 0, cost: {}, deliveryTimes: [] };
      groups.set(key, group);
    }
    group.messages += 1;
    group[message.outcome] += 1;
    group.segments += message.segments;
    if (message.currency !== undefined)
      group.cost[message.currency] = (group.cost[message.currency] ?? 0) + message.price;
    if (message.deliveryMs !== undefined) group.deliveryTimes.push(message.deliveryMs);
  }
  return groups;
}
