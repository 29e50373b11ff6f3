import { errorReasonOf } from '../eight-by-eight/error-reasons.ts';
import type { State } from '../eight-by-eight/states.ts';
import { HOUR_MS } from '../toolbox/clock.ts';
import type { Random } from './random.ts';

/** One status of a message. */
export interface GeneratedStatus {
  readonly state: State;
  readonly detail?: string;
  /** When it was reached, in milliseconds since the start of the simulation. */
  readonly at: number;
  /** The clock of the timestamp. */
  readonly clock: 'platform' | 'operator';
  readonly errorCode?: number;
  readonly errorMessage?: string;
}

type Step = Omit<GeneratedStatus, 'at'>;

const QUEUED: Step = { state: 'queued', clock: 'platform' };
const SENT: Step = { state: 'sent', clock: 'platform' };
const AT_OPERATOR: Step = { state: 'delivered', detail: 'delivered_to_operator', clock: 'operator' };
const AT_RECIPIENT: Step = { state: 'delivered', detail: 'delivered_to_recipient', clock: 'operator' };
const READ: Step = { state: 'read', clock: 'operator' };

/** Lifecycles with their share of the messages in percent. */
const LIFECYCLES: readonly (readonly [weight: number, steps: (random: Random) => readonly Step[]])[] = [
  [44, () => [SENT, AT_OPERATOR, AT_RECIPIENT]],
  [20, () => [SENT, AT_RECIPIENT]],
  [10, () => [SENT, AT_OPERATOR]],
  [6, () => [SENT, AT_OPERATOR, AT_RECIPIENT, READ]],
  [7, (random) => [SENT, undelivered('rejected_by_operator', random)]],
  [5, (random) => [SENT, AT_OPERATOR, undelivered('undelivered_to_recipient', random)]],
  // The operator corrects itself
  [2, (random) => [SENT, undelivered('undelivered_to_recipient', random), AT_RECIPIENT]],
  [4, (random) => [{ state: 'rejected', clock: 'platform', ...error(random) }]],
  [2, () => [SENT]],
];

const COMMON_GAP_MS = 4_000;
const MAX_GAP_MS = 6 * HOUR_MS;

/** The statuses of one message, in the order in which they are reached. */
export function generateStatuses(random: Random, begins: number): GeneratedStatus[] {
  const steps = random.weighted(LIFECYCLES)(random);
  let at = begins;
  return (random.chance(0.7) ? [QUEUED, ...steps] : steps).map((step) => {
    at += random.chance(0.97) ? random.int(5, COMMON_GAP_MS) : random.int(COMMON_GAP_MS, MAX_GAP_MS);
    return { ...step, at };
  });
}

function undelivered(detail: string, random: Random): Step {
  return { state: 'undelivered', detail, clock: 'operator', ...error(random) };
}

function error(random: Random): Pick<Step, 'errorCode' | 'errorMessage'> {
  // 999 stands for a code that the vendor adds later
  const errorCode = random.chance(0.03) ? 999 : random.oneOf([1, 8, 13, 15, 23, 36, 43, 45, 46, 51, 59, 60]);
  const words = errorReasonOf(errorCode) ?? 'Something new';
  return { errorCode, ...(random.chance(0.9) && { errorMessage: words }) };
}
