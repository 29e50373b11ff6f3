import type { LimitValues } from '../limits.ts';
import { WRITE_UNITS } from '../service-times.ts';
import type { CapacitySettings } from '../settings.ts';
import type { LimitName } from '../tally.ts';
import { TokenBucket } from '../token-bucket.ts';
import type { Receipt } from './vendor.ts';
import { WriteCapacity } from './write-capacity.ts';

/** An outage from the start until a time. Otherwise DynamoDB is healthy. */
export interface Outage {
  readonly kind: 'throttled' | 'hanging';
  readonly untilMs: number;
}

type Throughput = Pick<CapacitySettings, 'warmWriteUnits' | 'tableWriteQuota' | 'indexes'>;

/** The receipts table and its indexes, on demand. */
export class DynamoDb {
  readonly #outage: Outage | undefined;
  readonly #partitionUnits: number;
  readonly #capacities: ReadonlyMap<string, WriteCapacity>;
  /** Throughput of the partitions with the index entries of each batch. */
  readonly #batches = new Map<number, TokenBucket>();

  constructor(settings: Throughput, limits: LimitValues, outage?: Outage) {
    this.#outage = outage;
    this.#partitionUnits = limits.dynamoDbPartition;
    this.#capacities = new Map(
      ['table', ...settings.indexes].map((name) => [
        name,
        new WriteCapacity(settings.warmWriteUnits, settings.tableWriteQuota, limits),
      ]),
    );
  }

  hangs(now: number): boolean {
    return this.#outage?.kind === 'hanging' && now < this.#outage.untilMs;
  }

  /** Writes a receipt, or returns the limit that throttles the write. A throttled write uses no capacity. */
  write({ first, batch }: Pick<Receipt, 'first' | 'batch'>, now: number): LimitName | undefined {
    if (this.#outage?.kind === 'throttled' && now < this.#outage.untilMs) return 'DynamoDB: throttles everything';
    const units = Object.entries(first ? WRITE_UNITS.first : WRITE_UNITS.later).flatMap(([name, count]) => {
      const capacity = name === 'byBatchId' && batch === undefined ? undefined : this.#capacities.get(name);
      return capacity ? [{ name, count, capacity }] : [];
    });
    // A throttled index throttles the write of the table
    const full = units.find(({ count, capacity }) => !capacity.has(count, now));
    if (full) return `DynamoDB: write units of ${full.name === 'table' ? 'the table' : full.name}`;
    const isIndexed = batch !== undefined && this.#capacities.has('byBatchId');
    if (isIndexed && !this.#partitionOf(batch, now).take(1, now)) {
      return 'DynamoDB: hot key of byBatchId';
    }
    for (const { count, capacity } of units) capacity.take(count, now);
    return undefined;
  }

  #partitionOf(batch: number, now: number): TokenBucket {
    const units = this.#partitionUnits;
    const partition = this.#batches.get(batch) ?? new TokenBucket(units, units, now);
    this.#batches.set(batch, partition);
    return partition;
  }
}
