import { LIST_PRICES } from '../../cost/list-prices.ts';
import { TYPICAL_ARCHIVING } from '../../cost/typical-usage.ts';
import { numberText } from '../../lookup/numbers.ts';
import type { Backfilled } from '../archive/backfill.ts';
import type { TableSize } from '../terminal/scan-progress.ts';
import { dollarsText, readSizeText } from './read-size.ts';

/** Before the read: what it is, and what reading and archiving cost. */
export function backfillSizeText(size: TableSize, name: string): string {
  const { perGb, conversionPerGb } = LIST_PRICES.firehose;
  const rowBytes = TYPICAL_ARCHIVING.rowBytes / TYPICAL_ARCHIVING.rows;
  const dollars = ((size.items * rowBytes) / 1e9) * (perGb + conversionPerGb);
  return `${readSizeText(size, name, true)} Firehose costs ${dollarsText(dollars)} more.`;
}

export function backfilledText({ items, rows }: Backfilled): string {
  const note = items === rows ? '' : ' The other items are test receipts of the probe, or not of this receiver.';
  return `The archive took rows of ${numberText(rows)} of ${numberText(items)} items.${note} Athena has them in a quarter of an hour.`;
}
