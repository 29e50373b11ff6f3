import { RETRY_PAUSES_MS } from '../../../simulator/send.ts';
import type { Timeline } from '../timeline.ts';

/** A receipt on its way. */
export interface Receipt {
  /** Batch of its message; undefined for a message that was sent alone. */
  readonly batch: number | undefined;
  /** The first of its message: it is new in every index. */
  readonly first: boolean;
  /** When the vendor posted it first, in milliseconds. */
  readonly postedAt: number;
  /** Posts so far. */
  tries: number;
}

/** The vendor's posts: receipts at a constant rate. */
export interface Load {
  /** First posts a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Default: 3. */
  readonly receiptsPerMessage?: number;
  /** Messages that are sent as one batch, and so are one key of `byBatchId`; 0 for none. Default: 10,000. */
  readonly batchSize?: number;
}

/** The vendor, which retries refused posts until it gives up. */
export class Vendor {
  readonly #timeline: Timeline;
  readonly #load: Required<Load>;
  readonly #post: (receipt: Receipt) => void;
  readonly receipts: number;

  constructor(timeline: Timeline, load: Load, post: (receipt: Receipt) => void) {
    this.#timeline = timeline;
    this.#load = { receiptsPerMessage: 3, batchSize: 10_000, ...load };
    this.#post = post;
    this.receipts = Math.round(load.rate * load.seconds);
  }

  start(): void {
    this.#postFirst(0);
  }

  /** Schedules the retry of a refused receipt. Returns false if the receipt is dropped. */
  refused(receipt: Receipt): boolean {
    const pause = RETRY_PAUSES_MS[receipt.tries - 1];
    if (pause === undefined) return false;
    this.#timeline.after(pause, () => this.#try(receipt));
    return true;
  }

  #postFirst(index: number): void {
    if (index >= this.receipts) return;
    this.#try(this.#receipt(index));
    // Schedules one post at a time, so that a long run does not fill the event queue
    this.#timeline.at(((index + 1) * 1000) / this.#load.rate, () => this.#postFirst(index + 1));
  }

  #try(receipt: Receipt): void {
    receipt.tries += 1;
    this.#post(receipt);
  }

  #receipt(index: number): Receipt {
    const { receiptsPerMessage, batchSize } = this.#load;
    const message = Math.floor(index / receiptsPerMessage);
    const batch = batchSize === 0 ? undefined : Math.floor(message / batchSize);
    return { batch, first: index % receiptsPerMessage === 0, postedAt: this.#timeline.now, tries: 0 };
  }
}
