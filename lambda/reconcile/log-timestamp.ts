import { toUtc } from '../receipt/timestamp.ts';

/** As a database writes it, or as ISO 8601 without a zone: in UTC, as the vendor's API takes its times. */
const WITHOUT_ZONE = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d+)?)$/;

/**
 * A time of the vendor's log in UTC, at the precision it came with. The vendor does not document the form: ISO 8601 and
 * `yyyy-MM-dd HH:mm:ss[.f]` are read, in UTC where they name no zone; anything else is undefined. A date that can be read
 * in two ways must not be guessed.
 */
export function readLogTimestamp(text: string): string | undefined {
  return toUtc(text.trim().replace(WITHOUT_ZONE, '$1T$2Z'));
}
