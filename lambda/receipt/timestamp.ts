/** A date, `T` or a space, and a time with seconds; then an optional fraction and an optional zone. */
const TIMESTAMP =
  /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}:\d{2})(?:[.,](?<fraction>\d{1,30}))?(?: ?(?<zone>Z|UTC|(?<sign>[+-])(?<hours>\d{2})(?::?(?<minutes>\d{2}))?))?$/i;

const MINUTE_MS = 60_000;

/** What a time without a zone means. */
export type WithoutZone = 'refuse' | 'UTC';

/**
 * The same instant in UTC as ISO 8601, with the original digits of the fraction of a second. Undefined if the text is not a
 * date and time with seconds and a zone, if the day or hour does not exist, or if the year is outside 0000 to 9999. Other
 * orders of day and month and names of zones are refused, because they must not be guessed.
 *
 * @param withoutZone - default: refuse
 */
export function toUtc(text: string, withoutZone: WithoutZone = 'refuse'): string | undefined {
  const parts = TIMESTAMP.exec(text.trim())?.groups;
  if (parts === undefined) return undefined;
  const { date, time, fraction, zone, sign, hours = '0', minutes = '0' } = parts;
  if (zone === undefined && withoutZone === 'refuse') return undefined;
  const local = Date.parse(`${date}T${time}Z`);
  // Date.parse turns 30 February into 1 March or 2 March, and accepts hour 24
  if (Number.isNaN(local) || withoutMilliseconds(local) !== `${date}T${time}`) return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  const utc = withoutMilliseconds(sign === '-' ? local + offset : local - offset);
  return /^\d{4}-/.test(utc) ? `${utc}${fraction === undefined ? '' : `.${fraction}`}Z` : undefined;
}

/** Text that sorts by the instant at any precision, for times that {@link toUtc} returned. */
export function instantText(utc: string): string {
  const [seconds = '', fraction = ''] = utc.slice(0, -'Z'.length).split('.');
  // Without its trailing zeros, a coarser fraction is a prefix of a finer one, and so sorts before it
  const digits = fraction.replace(/0+$/, '');
  return digits === '' ? seconds : `${seconds}.${digits}`;
}

function withoutMilliseconds(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, -'.000Z'.length);
}
