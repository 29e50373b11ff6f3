import { toUtc } from '../receipt/timestamp.ts';

/** The format of databases, or ISO 8601 without a zone. In UTC, like the times in the vendor's API. */
const WITHOUT_ZONE = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d+)?)$/;

/**
 * A time from the vendor's log in UTC, at its original precision. The vendor does not document the format. ISO 8601 and
 * `yyyy-MM-dd HH:mm:ss[.f]` are read, in UTC if they have no zone. Anything else is undefined, because an ambiguous date
 * must not be guessed.
 */
export function readLogTimestamp(text: string): string | undefined {
  return toUtc(text.trim().replace(WITHOUT_ZONE, '$1T$2Z'));
}
