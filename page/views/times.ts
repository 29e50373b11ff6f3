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
  /** An hour with its day, as in `27 Nov, 08:00 to 09:00`. */
  span(epochMs: number): string;
}

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

export function isTimeZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en-GB', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** @param now - at which the offset of the zone is shown */
export function timesIn(zone: string, now: Date): Times {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  const [day, shortDay] = [
    format({ day: 'numeric', month: 'short', year: 'numeric' }),
    format({ day: 'numeric', month: 'short' }),
  ].map((of) => (ms: number) => of.format(ms).replace('Sept', 'Sep'));
  const [clock, hour] = [format({ ...CLOCK, second: '2-digit' }), format(CLOCK)];
  const place = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  const offset = format({ timeZoneName: 'shortOffset' })
    .formatToParts(now)
    .find(({ type }) => type === 'timeZoneName')
    ?.value.replace('GMT', 'UTC');
  return {
    zone,
    place,
    zoneText: zone === 'UTC' ? place : `${place} (${offset})`,
    at: (iso) => {
      if (iso === undefined) return undefined;
      const ms = Date.parse(iso);
      if (Number.isNaN(ms)) return html`<time>${iso}</time>`;
      return html`<time datetime="${iso}" title="${iso.replace('T', ' ').replace(/Z$/, ' UTC')}">${day?.(ms)}, ${clock.format(ms)}</time>`;
    },
    day: (ms) => day?.(ms) ?? '',
    hour: (ms) => hour.format(ms),
    span: (ms) => `${shortDay?.(ms)}, ${hour.format(ms)} to ${hour.format(ms + HOUR_MS)}`,
  };
}
