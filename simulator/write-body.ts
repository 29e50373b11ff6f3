import { XMLBuilder } from 'fast-xml-parser';
import type { Json, JsonObject } from '../contract/receipt-item.ts';
import { RECEIPT_EVENT_TYPE, RECEIPT_NAMESPACE } from '../lambda/receipt/schema.ts';
import { MINUTE_MS } from '../toolbox/clock.ts';
import type { Body } from './message-lifecycle.ts';
import type { SentMessage } from './messages.ts';
import type { Random } from './random.ts';
import type { GeneratedStatus } from './statuses.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" ?>\n';
const xml = new XMLBuilder({ format: true });
const PRICE_UNIT = 10_000;

/** The notation of a message's receipts. */
export interface Style {
  readonly format: 'json' | 'xml';
  /** Digits of the fraction of a second: 0, 2 or 7. */
  readonly digits: number;
  /** Resolution of the operator's clock in milliseconds. */
  readonly operatorTick: number;
  /** What stands for a missing value; undefined to leave the field out. */
  readonly absent: null | '' | undefined;
  /** Fields that the vendor does not document. */
  readonly extra: JsonObject;
}

export function randomStyle(random: Random): Style {
  const format = random.chance(0.08) ? 'xml' : 'json';
  return {
    format,
    digits: random.weighted([
      [20, 0],
      [60, 2],
      [20, 7],
    ]),
    operatorTick: random.weighted([
      [60, 1],
      [30, 1000],
      [10, MINUTE_MS],
    ]),
    absent: random.weighted([
      [60, undefined],
      // XML has no null
      [20, format === 'xml' ? '' : null],
      [20, ''],
    ]),
    extra: random.chance(0.1) ? { country: random.oneOf(['GB', 'US']) } : {},
  };
}

/**
 * The body that reports a status.
 *
 * @param begin - when the simulation starts
 */
export function writeBody(
  message: SentMessage,
  status: GeneratedStatus,
  style: Style,
  begin: Date,
  random: Random,
): Omit<Body, 'at'> {
  const { batchId, clientMessageId, clientBatchId, subAccountId, source, destination } = message.identity;
  const isCharged = status.state !== 'queued' && status.state !== 'rejected' && random.chance(0.9);
  const body = {
    namespace: RECEIPT_NAMESPACE,
    eventType: RECEIPT_EVENT_TYPE,
    description: 'SMS outbound message delivery receipt',
    payload: withAbsent(style, {
      umid: message.umid,
      batchId,
      clientMessageId,
      clientBatchId,
      subAccountId,
      source,
      destination,
      status: withAbsent(style, {
        state: status.state,
        detail: status.detail,
        timestamp: timestamp(status, style, begin, random),
        errorCode: status.errorCode,
        errorMessage: status.errorMessage,
      }),
      price: isCharged ? price(message) : undefined,
      smsCount: isCharged ? message.smsCount : undefined,
      ...style.extra,
    }),
  };
  return style.format === 'json'
    ? { contentType: 'application/json', body: JSON.stringify(body) }
    : { contentType: 'text/xml', body: DECLARATION + xml.build({ root: body }) };
}

function withAbsent({ absent }: Style, fields: Record<string, Json | undefined>): JsonObject {
  const entries = Object.entries(fields).map(([name, value]) => [name, value === undefined ? absent : value] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function price({ pricePerSms, smsCount, currency }: SentMessage): JsonObject {
  return { total: (pricePerSms * smsCount) / PRICE_UNIT, perSms: pricePerSms / PRICE_UNIT, currency };
}

/** The operator's coarse clock may give an earlier time than the platform's exact clock gave for `sent`. */
function timestamp(
  { at, clock }: GeneratedStatus,
  { digits, operatorTick }: Style,
  begin: Date,
  random: Random,
): string {
  const tick = clock === 'operator' ? operatorTick : 1;
  const time = Math.floor((begin.getTime() + at) / tick) * tick;
  const [seconds = '', milliseconds = ''] = new Date(time).toISOString().slice(0, -'Z'.length).split('.');
  if (digits === 0) return `${seconds}Z`;
  const beyond = tick === 1 ? String(random.int(0, 9999)) : '';
  return `${seconds}.${`${milliseconds}${beyond.padStart(4, '0')}`.slice(0, digits)}Z`;
}
