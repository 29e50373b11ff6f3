import { toUtc } from '../receipt/timestamp.ts';

/** The vendor's database may write its times so; in UTC, as its API takes them. */
const WITHOUT_ZONE = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?)$/;

/**
 * A time of the vendor's log in UTC, at the precision it came with. The vendor does not document the form: ISO 8601 with
 * a zone and `yyyy-MM-dd HH:mm:ss[.f]` are read, anything else is undefined. A date that might be read in two ways must
 * not be guessed.
 */
export function readLogTimestamp(text: string): string | undefined {
  return toUtc(text.trim().replace(WITHOUT_ZONE, '$1T$2Z'));
}
