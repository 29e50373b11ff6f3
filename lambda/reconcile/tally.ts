import type { Comparison } from './compare.ts';

/** Counts of outbound messages. `rows` is the sum of the next five. */
export interface Tally {
  readonly rows: number;
  readonly same: number;
  readonly missing: number;
  readonly behind: number;
  readonly ahead: number;
  /** Rows, because they name no message. */
  readonly unreadable: number;
  /** Missing and behind messages whose rows changed the table. */
  readonly applied: number;
  /** Messages older than 72 hours without a terminal status in the log and in the table. They are only counted. */
  readonly unfinished: number;
}

export const EMPTY_TALLY: Tally = {
  rows: 0,
  same: 0,
  missing: 0,
  behind: 0,
  ahead: 0,
  unreadable: 0,
  applied: 0,
  unfinished: 0,
};

export function addTallies(a: Tally, b: Tally): Tally {
  return Object.fromEntries(Object.entries(a).map(([name, count]) => [name, count + b[name as keyof Tally]])) as {
    [name in keyof Tally]: number;
  };
}

/** How a message is counted. */
export interface CountedMessage {
  readonly comparison: Comparison;
  readonly isApplied: boolean;
  readonly isUnfinished: boolean;
}

/** Messages that are remembered for their further rows: at least this many, at most twice as many. About 500 bytes each. */
const REMEMBERED = 25_000;

/** Counts a message once, however many rows it has. It forgets messages that are far back, so that memory stays flat. */
export class MessageCounter {
  #recent = new Map<string, CountedMessage>();
  #before: ReadonlyMap<string, CountedMessage> = new Map();
  readonly #remembered: number;

  constructor(remembered = REMEMBERED) {
    this.#remembered = remembered;
  }

  /**
   * Counts a message after one or more of its rows.
   *
   * @returns how the counts change, and whether the message differs from the table, which no earlier row said
   */
  count(umid: string, now: CountedMessage): { readonly change: Tally; readonly isNewDifference: boolean } {
    const before = this.#recent.get(umid) ?? this.#before.get(umid);
    const after = before === undefined ? now : combine(before, now);
    this.#remember(umid, after);
    return {
      change: addTallies(tallyOf(after, 1), before === undefined ? EMPTY_TALLY : tallyOf(before, -1)),
      isNewDifference: isDifference(after) && !(before !== undefined && isDifference(before)),
    };
  }

  #remember(umid: string, message: CountedMessage): void {
    if (this.#recent.size >= this.#remembered) {
      this.#before = this.#recent;
      this.#recent = new Map();
    }
    const { comparison, isApplied, isUnfinished } = message;
    // A copy, because the caller's object may have the whole row
    this.#recent.set(umid, { comparison, isApplied, isUnfinished });
  }
}

function isDifference({ comparison }: Pick<CountedMessage, 'comparison'>): boolean {
  return comparison === 'missing' || comparison === 'behind';
}

/** An earlier row was compared with the item as it was before this run, and may have been recorded since. */
const PRECEDENCE: readonly Comparison[] = ['missing', 'behind', 'same', 'ahead'];

function combine(one: CountedMessage, other: CountedMessage): CountedMessage {
  const comparisons = [one.comparison, other.comparison];
  return {
    comparison: PRECEDENCE.find((comparison) => comparisons.includes(comparison)) ?? one.comparison,
    isApplied: one.isApplied || other.isApplied,
    isUnfinished: one.isUnfinished && other.isUnfinished,
  };
}

function tallyOf({ comparison, isApplied, isUnfinished }: CountedMessage, by: 1 | -1): Tally {
  return {
    ...EMPTY_TALLY,
    rows: by,
    [comparison]: by,
    applied: isApplied ? by : 0,
    unfinished: isUnfinished ? by : 0,
  };
}
