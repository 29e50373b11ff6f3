import { type Message, summarize } from '../../lambda/receipt/message.ts';

/** The columns of the vendor's log, in its order. */
export const LOG_COLUMNS = [
  'umid',
  'subaccountid',
  'direction',
  'country',
  'operator',
  'mcc',
  'mnc',
  'status_value',
  'status_details',
  'status_errorcode',
  'status_errormessage',
  'status_timestamp',
  'msisdn',
  'source',
  'encoding',
  'createdat',
  'smscount',
  'price_currency',
  'price_persms',
  'price_total',
  'clientmessageid',
  'clientbatchid',
  'batchid',
  'body',
] as const;

export type LogFields = Partial<Record<(typeof LOG_COLUMNS)[number], string>>;

/** A row with the vendor's masking. Each number is another message. */
export function logRow(number: number, fields: LogFields = {}): LogFields {
  return {
    umid: `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`,
    subaccountid: 'Acme_1',
    direction: '1',
    country: 'US',
    status_value: 'delivered',
    status_details: 'delivered_to_recipient',
    status_timestamp: '2090-01-01 00:00:10',
    msisdn: '1202****93',
    source: '8x8',
    createdat: '2090-01-01 00:00:00',
    smscount: '1',
    price_currency: 'USD',
    price_persms: '0.0125',
    price_total: '0.0125',
    clientmessageid: `order-${number}`,
    body: '*****',
    ...fields,
  };
}

/** The row for a message with its current status. */
export function logRowOf(message: Message, fields: LogFields = {}): LogFields {
  const { state, detail = '', timestamp, errorCode = '' } = summarize(message).current;
  return logRow(0, {
    umid: message.umid,
    clientmessageid: '',
    status_value: state,
    status_details: detail,
    status_timestamp: timestamp,
    status_errorcode: `${errorCode}`,
    ...fields,
  });
}

export function logLine(fields: LogFields): string {
  return `${LOG_COLUMNS.map((name) => quoted(fields[name] ?? '')).join(',')}\n`;
}

/** A CSV file of the vendor's log. */
export function logFile(rows: Iterable<LogFields | string>): string {
  return [header(), ...[...rows].map((row) => (typeof row === 'string' ? row : logLine(row)))].join('');
}

export function header(): string {
  return `${LOG_COLUMNS.join(',')}\n`;
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
