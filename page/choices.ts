import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { PageContext } from './pages.ts';
import { isTimeZone } from './views/times.ts';

/** What a browser keeps for its person, in cookies. */
export interface Choices {
  /** The time zone; undefined for the usual one. */
  readZone(c: PageContext): string | undefined;
  keepZone(c: PageContext, zone: string): void;
  /** Why the person looks, such as a ticket; until the browser ends. */
  readReason(c: PageContext): string | undefined;
  /** @param reason - empty for none */
  keepReason(c: PageContext, reason: string): void;
}

const ZONE = 'zone';
const REASON = 'reason';
const YEAR_S = 365 * 24 * 3600;
export const MAX_REASON = 100;

export function createChoices(isHosted: boolean): Choices {
  const prefix = isHosted ? 'host' : undefined;
  const options = {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    ...(isHosted && { secure: true, prefix: 'host' as const }),
  } as const;
  return {
    readZone: (c) => {
      const zone = getCookie(c, ZONE, prefix) ?? '';
      return isTimeZone(zone) ? zone : undefined;
    },
    keepZone: (c, zone) => setCookie(c, ZONE, zone, { ...options, maxAge: YEAR_S }),
    readReason: (c) => getCookie(c, REASON, prefix)?.slice(0, MAX_REASON) || undefined,
    keepReason: (c, reason) => {
      if (reason === '') deleteCookie(c, REASON, options);
      // Half of a cut emoji cannot be in a cookie
      else setCookie(c, REASON, reason.slice(0, MAX_REASON).toWellFormed(), options);
    },
  };
}
