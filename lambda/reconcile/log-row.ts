import type { Network } from '../../contract/receipt-item.ts';
import { interpret } from '../receipt/interpret.ts';
import type { Receipt } from '../receipt/message.ts';
import { RECEIPT_EVENT_TYPE, RECEIPT_NAMESPACE } from '../receipt/schema.ts';
import { toUtc } from '../receipt/timestamp.ts';

/** The columns of the vendor's log that are read. Others, such as the text of the message, are ignored. */
const REQUIRED_COLUMNS = ['umid', 'direction', 'status_value', 'status_timestamp'] as const;
const OPTIONAL_COLUMNS = [
  'subaccountid',
  'country',
  'mcc',
  'mnc',
  'status_details',
  'status_errorcode',
  'status_errormessage',
  'msisdn',
  'source',
  'createdat',
  'smscount',
  'price_currency',
  'price_persms',
  'price_total',
  'clientmessageid',
  'clientbatchid',
  'batchid',
] as const;

type Column = (typeof REQUIRED_COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number];

/** A row of the log. */
export type LogRow =
  /** An inbound message. */
  | { readonly kind: 'inbound' }
  | {
      readonly kind: 'outbound';
      /** The message's last status, in the form of a receipt; its origin is `vendor_log`. */
      readonly receipt: Receipt;
      /** When the message was created: UTC, ISO 8601; undefined if the log has no readable time. */
      readonly createdAt: string | undefined;
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

const OUTBOUND = '1';
const INBOUND = '0';
/** The vendor masks numbers unless its support agrees otherwise. */
const WHOLE_NUMBER = /^\+?(\d{7,15})$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
/** ISO 3166. */
const COUNTRY = /^[A-Z]{2}$/;
/** Codes of countries and of their networks: ITU-T E.212. */
const MCC = /^\d{3}$/;
const MNC = /^\d{1,3}$/;
const INTEGER = /^-?\d+$/;
/** What exports write for a missing value. */
const ABSENT = /^(null|none|n\/a|-+)$/i;

/** Reads rows by their header, with the columns in any order. */
export class LogRowReader {
  readonly #positions: ReadonlyMap<string, number>;
  readonly #width: number;
  /** Whether the last column is not read: a bare comma in it, such as in the text of a message, does no harm. */
  readonly #mayOverflow: boolean;

  constructor(header: readonly string[]) {
    this.#width = header.length;
    const columns: readonly string[] = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS];
    this.#mayOverflow = !columns.includes(header.at(-1)?.trim().toLowerCase() ?? '');
    this.#positions = new Map(header.map((name, at) => [name.trim().toLowerCase(), at]));
  }

  /** Columns without which no row can be read. */
  get missingColumns(): string[] {
    return REQUIRED_COLUMNS.filter((name) => !this.#positions.has(name));
  }

  read(fields: readonly string[]): LogRow {
    if (fields.length < this.#width || (fields.length > this.#width && !this.#mayOverflow)) {
      return unreadable(`must have ${this.#width} columns, not ${fields.length}`);
    }
    const text = (column: Column): string =>
      fields[this.#positions.get(column) ?? -1]?.trim().replace(ABSENT, '') ?? '';
    const direction = text('direction');
    if (direction === INBOUND) return { kind: 'inbound' };
    if (direction !== OUTBOUND) return unreadable('direction must be 0 or 1');
    // The vendor does not document the zone of the log. Its API has all times in UTC
    const timestamp = toUtc(text('status_timestamp'), 'UTC');
    if (timestamp === undefined) {
      return unreadable('status_timestamp must be like 2016-01-01T00:00:00Z or 2016-01-01 00:00:00');
    }
    // The same rules as for a receipt
    const meaning = interpret(toBody(text, timestamp));
    if (meaning.kind !== 'receipt') {
      const [issue] = meaning.kind === 'invalid' ? meaning.issues : [];
      return unreadable(issue ? `${COLUMN_OF[issue.pointer] ?? issue.pointer} ${issue.detail}` : 'is not a message');
    }
    return {
      kind: 'outbound',
      receipt: {
        ...meaning.receipt,
        identity: { ...meaning.receipt.identity, ...networkOf(text) },
        origin: 'vendor_log',
      },
      createdAt: toUtc(text('createdat'), 'UTC'),
    };
  }
}

/** Which country and operator the message went to; receipts do not say it. */
function networkOf(text: (column: Column) => string): Network {
  const country = text('country').toUpperCase();
  const [mcc, mnc] = [text('mcc'), text('mnc')];
  return {
    ...(COUNTRY.test(country) && { country }),
    ...(MCC.test(mcc) && MNC.test(mnc) && { operator: `${mcc}-${mnc}` }),
  };
}

/** The row as the vendor would post it. */
function toBody(text: (column: Column) => string, timestamp: string): object {
  const destination = WHOLE_NUMBER.exec(text('msisdn'))?.[1];
  const decimal = (column: Column) => (DECIMAL.test(text(column)) ? text(column) : '');
  const [total, perSms] = [decimal('price_total'), decimal('price_persms')];
  return {
    namespace: RECEIPT_NAMESPACE,
    eventType: RECEIPT_EVENT_TYPE,
    payload: {
      umid: text('umid'),
      batchId: text('batchid'),
      clientMessageId: text('clientmessageid'),
      clientBatchId: text('clientbatchid'),
      subAccountId: text('subaccountid'),
      source: text('source'),
      // Receipts write it with the plus
      destination: destination === undefined ? '' : `+${destination}`,
      status: {
        state: text('status_value'),
        detail: text('status_details'),
        timestamp,
        // Only the required columns decide whether a row is readable
        errorCode: INTEGER.test(text('status_errorcode')) ? text('status_errorcode') : '',
        errorMessage: text('status_errormessage'),
      },
      // An unreadable price must not lose the status
      ...((total || perSms) && { price: { total, perSms, currency: text('price_currency') } }),
      smsCount: /^\d+$/.test(text('smscount')) ? text('smscount') : '',
    },
  };
}

const COLUMN_OF: Readonly<Record<string, Column>> = {
  '/payload/umid': 'umid',
  '/payload/status/state': 'status_value',
};

function unreadable(reason: string): LogRow {
  return { kind: 'unreadable', reason };
}
