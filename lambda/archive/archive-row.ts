import { ARCHIVE_FIELDS, type ArchiveField, type ArchiveRow } from '../../contract/archive.ts';
import type { ReceiptItem, StatusEntry } from '../../contract/receipt-item.ts';
import { isProbeMessage } from '../../contract/test-message.ts';
import { countryOf } from '../receipt/country.ts';
import { withoutUndefined } from '../receipt/json.ts';
import { deliveryTime } from '../receipt/message.ts';

/** An item as it is read. Somebody else may have written it, so any attribute may be missing or of another type. */
type ReadItem = Partial<ReceiptItem>;

/**
 * The row of an item as it is now: no number, no ids of the customer, no texts. Undefined for a test receipt of the probe, and
 * for an item that is not of this receiver.
 *
 * @param fields - personal data to add
 */
export function archiveRow(item: ReadItem | undefined, fields: readonly ArchiveField[] = []): ArchiveRow | undefined {
  if (item === undefined || isProbeMessage(item)) return undefined;
  const { umid, version, history } = item;
  if (typeof umid !== 'string' || !Number.isSafeInteger(version) || version === undefined) return undefined;
  const statuses = Array.isArray(history) ? history.filter((entry) => isStatus(entry ?? {})) : [];
  return withoutUndefined({
    umid,
    version,
    state: text(item.state),
    detail: text(item.detail),
    terminal: item.terminal === true,
    status_timestamp: text(item.statusTimestamp),
    first_received_at: text(item.firstReceivedAt),
    last_received_at: text(item.lastReceivedAt),
    error_code: int(item.errorCode),
    sub_account_id: text(item.subAccountId),
    ...Object.fromEntries(
      ARCHIVE_FIELDS.filter((name) => fields.includes(name)).map((name) => [name, text(item[name])]),
    ),
    country: text(item.country) ?? countryOf(item.destination),
    operator: text(item.operator),
    batch_id: text(item.batchId),
    segments: int(item.smsCount),
    price: decimal(item.priceTotal),
    currency: text(item.priceCurrency),
    delivery_ms: deliveryTime(statuses),
    origin: text(statuses.at(-1)?.origin),
  });
}

function isStatus({ state, detail = '', timestamp }: Partial<StatusEntry>): boolean {
  return [state, detail, timestamp].every((value) => typeof value === 'string');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A value outside the range of the column would make Firehose refuse the record, with all its rows. */
function int(value: unknown): number | undefined {
  return typeof value === 'number' && (value | 0) === value ? value : undefined;
}

/** Without an exponent: 15 significant digits are exact. */
function decimal(value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const shortest = String(value);
  return shortest.includes('e') ? value.toFixed(DECIMALS).replace(/\.?0+$/, '') : shortest;
}

/** Of the sums in Athena. */
const DECIMALS = 15;
