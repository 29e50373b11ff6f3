/** Writes times in the zone of a person. */
export interface TimeTexts {
  /** As in `UTC+8`. */
  readonly offset: string;
  /** Name of the zone, as in `Manila`. */
  readonly place: string;
  /** The name with its offset, as in `Manila (UTC+8)`. */
  readonly zone: string;
  /** As in `27 Nov 2026`. */
  day(epochMs: number): string;
  /** As in `27 Nov 2026, 18:41:07`; what is no time as it is. */
  at(iso: string): string;
}

/**
 * @param timeZone - IANA name
 * @param now - at which the offset of the zone is shown
 */
export function timeTextsIn(timeZone: string, now: Date): TimeTexts {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  const date = format({ day: 'numeric', month: 'short', year: 'numeric' });
  // English writes no other month with four letters
  const day = (ms: number) => date.format(ms).replace('Sept', 'Sep');
  const clock = format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const named = format({ timeZoneName: 'shortOffset' })
    .formatToParts(now)
    .find(({ type }) => type === 'timeZoneName');
  const offset = named?.value.replace('GMT', 'UTC').replace(/\+0$/, '') ?? timeZone;
  const place = timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return {
    offset,
    place,
    day,
    zone: place === offset ? place : `${place} (${offset})`,
    at: (iso) => {
      const ms = Date.parse(iso);
      return Number.isNaN(ms) ? iso : `${day(ms)}, ${clock.format(ms)}`;
    },
  };
}

/** In the zone of this machine. */
export function localTimes(): TimeTexts {
  return timeTextsIn(Intl.DateTimeFormat().resolvedOptions().timeZone, new Date());
}
