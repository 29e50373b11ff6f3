import { DDSketch } from '@datadog/sketches-js';
import Big from 'big.js';
import { outcomeOf } from '../lambda/receipt/status-order.ts';
import type { MessageFacts } from './message-facts.ts';
import type { Figures } from './report.ts';

/** Half of the error that a report allows, because its times are rounded to milliseconds. */
const SKETCH_ACCURACY = 0.005;
/** In place of the currency of a price without one. */
export const NO_CURRENCY = 'unknown';

/** Counts messages. Its memory does not grow with their number. */
export class Tally {
  readonly #counts = { delivered: 0, failed: 0, open: 0 };
  readonly #cost = new Map<string, Big>();
  /** Most groups of a report by batch have few times, and a report by state has groups with none. */
  #deliveryTimes: DDSketch | undefined;
  #segments = 0;

  add({ segments = 0, price, currency = NO_CURRENCY, deliveryMs, ...status }: MessageFacts): void {
    this.#counts[outcomeOf(status)] += 1;
    this.#segments += segments;
    if (price !== undefined) this.#cost.set(currency, (this.#cost.get(currency) ?? new Big(0)).plus(price));
    if (deliveryMs === undefined) return;
    this.#deliveryTimes ??= new DDSketch({ relativeAccuracy: SKETCH_ACCURACY });
    this.#deliveryTimes.accept(deliveryMs);
  }

  figures(): Figures {
    const { delivered, failed, open } = this.#counts;
    return {
      messages: delivered + failed + open,
      delivered,
      failed,
      open,
      deliveryRate: rateOf(delivered, failed),
      segments: this.#segments,
      cost: Object.fromEntries([...this.#cost].sort(byText).map(([currency, sum]) => [currency, sum.toFixed()])),
      medianDeliveryMs: this.#deliveryTime(0.5),
      p95DeliveryMs: this.#deliveryTime(0.95),
    };
  }

  #deliveryTime(quantile: number): number | null {
    const ms = this.#deliveryTimes?.getValueAtQuantile(quantile);
    return ms === undefined ? null : Math.round(ms);
  }
}

/** The figures of no message. */
export const NO_MESSAGES: Figures = new Tally().figures();

/** Null if no message has ended. */
export function rateOf(delivered: number, failed: number): number | null {
  return delivered + failed === 0 ? null : delivered / (delivered + failed);
}

function byText([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
