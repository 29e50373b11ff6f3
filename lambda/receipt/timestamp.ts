const TIMESTAMP =
  /^(?<date>\d{4}-\d{2}-\d{2})T(?<time>\d{2}:\d{2}:\d{2})(?<fraction>\.\d{1,30})?(?:Z|(?<sign>[+-])(?<hours>\d{2}):?(?<minutes>\d{2}))$/;

const MINUTE_MS = 60_000;

/**
 * The same instant in UTC, with the original fraction of a second. Undefined if the text is not an ISO 8601 time with
 * seconds and a zone, if the day or hour does not exist, or if the year is outside 0000 to 9999.
 */
export function toUtc(text: string): string | undefined {
  const parts = TIMESTAMP.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { date, time, fraction = '', sign, hours = '0', minutes = '0' } = parts;
  const local = Date.parse(`${date}T${time}Z`);
  // Date.parse turns 30 February into 1 March or 2 March, and accepts hour 24
  if (Number.isNaN(local) || withoutMilliseconds(local) !== `${date}T${time}`) return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  const utc = withoutMilliseconds(sign === '-' ? local + offset : local - offset);
  return /^\d{4}-/.test(utc) ? `${utc}${fraction}Z` : undefined;
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
