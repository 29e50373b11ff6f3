import { isProbeMessage } from '../contract/test-message.ts';
import { DIMENSION_FIELDS, type Dimension, dimensionReaders, type ReadValue, VALUE_OF } from './dimensions.ts';
import type { MessageFacts } from './message-facts.ts';
import { orderRows } from './order-rows.ts';
import type { Report, ReportQuery, ReportRow } from './report.ts';
import { Tally } from './tally.ts';

/** Makes a report of messages that come one by one. Its memory grows with the rows, not with the messages. */
export class ReportBuilder {
  readonly #query: ReportQuery;
  readonly #from: string;
  readonly #to: string;
  readonly #values: readonly ReadValue[];
  readonly #filters: readonly ((facts: MessageFacts) => boolean)[];
  readonly #groups = new Map<string, Tally>();
  readonly #total = new Tally();

  constructor(query: ReportQuery) {
    const { from, to, by, timeZone, filter } = query;
    this.#query = query;
    this.#from = from.toISOString();
    this.#to = to.toISOString();
    const readers = dimensionReaders(query, timeZone);
    this.#values = by.map((dimension) => readers[dimension]);
    this.#filters = Object.entries(VALUE_OF).flatMap(([dimension, read]) => {
      const wanted = filter[DIMENSION_FIELDS[dimension as Dimension] as keyof typeof filter];
      return wanted === undefined ? [] : [(facts: MessageFacts) => read(facts) === wanted];
    });
  }

  /** Counts a message if it is of the period and passes the filter. Test receipts of the probe are not messages. */
  add(facts: MessageFacts): void {
    if (isProbeMessage(facts)) return;
    if (facts.firstReceivedAt < this.#from || facts.firstReceivedAt >= this.#to) return;
    if (!this.#filters.every((passes) => passes(facts))) return;
    this.#total.add(facts);
    if (this.#values.length === 0) return;
    const key = JSON.stringify(this.#values.map((read) => read(facts)));
    const group = this.#groups.get(key) ?? new Tally();
    this.#groups.set(key, group);
    group.add(facts);
  }

  report(): Report {
    const { by } = this.#query;
    const rows = [...this.#groups].map(([key, group]): ReportRow => {
      const values = JSON.parse(key);
      return {
        ...Object.fromEntries(by.map((dimension, at) => [DIMENSION_FIELDS[dimension], values[at]])),
        ...group.figures(),
      };
    });
    return { query: this.#query, rows: orderRows(by, rows), total: this.#total.figures() };
  }
}

/**
 * Answers queries with one read of the messages.
 *
 * @param read - calls back with each message
 */
export async function reportsOf(
  queries: readonly ReportQuery[],
  read: (add: (facts: MessageFacts) => void) => Promise<void>,
): Promise<readonly Report[]> {
  const builders = queries.map((query) => new ReportBuilder(query));
  await read((facts) => {
    for (const builder of builders) builder.add(facts);
  });
  return builders.map((builder) => builder.report());
}
