import type { Result } from '../scenario.ts';

const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const count = (value: number): string => COUNT.format(value);

/** A percentage with at most three digits. Not 0 for a small share. */
export function share(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  return part > 0 && percent < 0.1 ? '< 0.1 %' : `${Number(percent.toPrecision(percent < 10 ? 2 : 3))} %`;
}

export function duration(seconds: number): string {
  if (seconds < 1) return '< 1 s';
  if (seconds < 120) return `${count(seconds)} s`;
  return seconds < 7_200 ? `${count(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

/** The time from the vendor's first post until the fallback queue was empty. */
export function drained({ queue }: Result): string {
  if (queue.mostWaiting === 0) return 'nothing queued';
  return queue.drainedAfterSeconds === undefined
    ? `${count(queue.waiting)} left after a day`
    : duration(queue.drainedAfterSeconds);
}

/** The result of a run as text. */
export function textOf(result: Result): string {
  const { receipts, posts, recorded, queued, refused, retried, lost, limits, queue, delays, events, containers } =
    result;
  const of = (part: number) => `${count(part).padStart(12)}  ${share(part, receipts)}`;
  const lines = [
    `receipts      ${count(receipts).padStart(12)}`,
    `recorded      ${of(recorded)}`,
    `queued        ${of(queued)}`,
    `lost          ${of(lost)}`,
    `posted again  ${of(retried)}`,
    `posts         ${count(posts).padStart(12)}, of which ${count(refused)} were refused`,
    `queue         ${count(queue.mostWaiting).padStart(12)} at most; empty after: ${drained(result)}; dead letters: ${count(queue.deadLetters)}; in flight: ${count(queue.mostInFlight)} at most`,
    `events        at most ${duration(events.maxLateMs / 1000)} late`,
    `in the table  ${delays.inTable.map(({ afterSeconds, receipts: some }) => `${share(some, receipts)} after ${afterSeconds} s`).join(', ')}`,
    `containers    ${count(containers).padStart(12)}`,
    '',
    limits.length === 0 ? 'No limit was met.' : 'Limits, in the order in which they were met:',
    ...limits.map(
      ({ limit, firstAtMs, count: times }) =>
        `  ${limit}: after ${(firstAtMs / 1000).toFixed(2)} s, ${count(times)} times`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
