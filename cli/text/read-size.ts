import { LIST_PRICES } from '../../cost/list-prices.ts';
import { numberText } from '../../lookup/numbers.ts';
import type { TableSize } from '../terminal/scan-progress.ts';

/**
 * A scan takes half a read unit for each 4 KB.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
const BYTES_OF_HALF_UNIT = 4096;
const MIB = 1024 ** 2;

/**
 * What a read of the whole table is, before it.
 *
 * @param isBilled - whether AWS bills the read
 */
export function readSizeText({ items, bytes }: TableSize, name: string, isBilled: boolean): string {
  const dollars = (bytes / BYTES_OF_HALF_UNIT / 2 / 1_000_000) * LIST_PRICES.dynamoDb.perMillionReadUnits;
  return `Reads about ${numberText(items)} items (${numberText(Math.ceil(bytes / MIB))} MiB) of the ${name}${isBilled ? `, which costs ${dollarsText(dollars)} on demand in us-east-1` : ''}.`;
}

export function dollarsText(dollars: number): string {
  return dollars < 0.01 ? 'less than 0.01 USD' : `about ${dollars.toFixed(2)} USD`;
}
