import { timeTextsIn } from '../../lookup/times.ts';
import { HOUR_MS } from '../../toolbox/clock.ts';
import { type Html, html } from '../html.ts';

/** Writes times in the zone of a person. */
export interface Times {
  /** IANA name. */
  readonly zone: string;
  /** Short name for headings, such as `Manila`. */
  readonly place: string;
  /** Name with its offset from UTC, such as `Manila (UTC+8)`. */
  readonly zoneText: string;
  /** An ISO 8601 time as in `27 Nov 2026, 18:41:07`; the exact time in UTC is its tooltip. */
  at(iso: string | undefined): Html | undefined;
  /** As in `27 Nov 2026`. */
  day(epochMs: number): string;
  /** As in `14:00`. */
  hour(epochMs: number): string;
  /** An hour with its day, as in `27 Nov 2026, 08:00 to 09:00`. */
  span(epochMs: number): string;
}

export function isTimeZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en-GB', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** @param now - at which the offset of the zone is shown */
export function timesIn(timeZone: string, now: Date): Times {
  const { zone: zoneText, place, day, at } = timeTextsIn(timeZone, now);
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const hour = (ms: number) => clock.format(ms);
  return {
    zone: timeZone,
    place,
    zoneText,
    at: (iso) =>
      iso === undefined
        ? undefined
        : html`<time datetime="${iso}" title="${iso.replace('T', ' ').replace(/Z$/, ' UTC')}">${at(iso)}</time>`,
    day,
    hour,
    span: (ms) => `${day(ms)}, ${hour(ms)} to ${hour(ms + HOUR_MS)}`,
  };
}
