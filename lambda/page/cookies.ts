import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { PageContext } from '../../page/pages.ts';
import type { Viewer } from '../../page/viewer.ts';
import type { SignInChecks } from './provider.ts';
import type { Sealer } from './sealer.ts';

/** A person who is signed in. */
export interface Session extends Viewer {
  /** For the sign-out at the provider; absent if it is too long for a cookie. */
  readonly idToken?: string;
}

/** A person who is signing in. */
export interface Attempt extends SignInChecks {
  /** The path to which the person wanted to go. */
  readonly to: string;
}

/** What the page keeps in the browser of a person: encrypted, out of reach of scripts, for this host and TLS only. */
export interface Cookies {
  readSession(c: PageContext): Promise<Session | undefined>;
  startSession(c: PageContext, session: Session): Promise<void>;
  endSession(c: PageContext): void;
  startAttempt(c: PageContext, attempt: Attempt): Promise<void>;
  /** Ends the attempt with this state, and returns it; undefined if this browser has not begun it, or too long ago. */
  endAttempt(c: PageContext, state: string): Promise<Attempt | undefined>;
}

const SESSION = 'session';
const ATTEMPT = 'sign-in-';
const ATTEMPT_NAME = /^__Host-(sign-in-[\w-]+)$/;
/** Of the state, in the name of the cookie: two tabs may sign in at the same time. */
const ID_LENGTH = 12;
const ATTEMPT_S = 600;
/**
 * API Gateway takes 10,240 bytes of headers. A browser that is started with many tabs begins as many attempts.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const MAX_ATTEMPTS = 4;
/** Encrypted, this and the rest of a session take 3,000 bytes. */
const MAX_ID_TOKEN = 1_800;

const OPTIONS = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const;

/** @param sessionSeconds - after which a person signs in again, however busy the session is */
export function createCookies(sealer: Sealer, sessionSeconds: number): Cookies {
  const nameOf = (state: string) => `${ATTEMPT}${state.slice(0, ID_LENGTH)}`;
  return {
    readSession: async (c) => {
      const cookie = getCookie(c, SESSION, 'host');
      return cookie === undefined ? undefined : ((await sealer.unseal('session', cookie)) as Session | undefined);
    },
    startSession: async (c, { idToken = '', ...person }) => {
      const session = { ...person, ...(idToken !== '' && idToken.length <= MAX_ID_TOKEN && { idToken }) };
      const sealed = await sealer.seal('session', session, sessionSeconds);
      setCookie(c, SESSION, sealed, { ...OPTIONS, maxAge: sessionSeconds });
    },
    endSession: (c) => void deleteCookie(c, SESSION, OPTIONS),
    startAttempt: async (c, attempt) => {
      // A browser sends the oldest first
      const others = Object.keys(getCookie(c)).flatMap((name) => ATTEMPT_NAME.exec(name)?.[1] ?? []);
      for (const name of others.slice(0, 1 - MAX_ATTEMPTS)) deleteCookie(c, name, OPTIONS);
      const sealed = await sealer.seal('sign-in', attempt, ATTEMPT_S);
      setCookie(c, nameOf(attempt.state), sealed, { ...OPTIONS, maxAge: ATTEMPT_S });
    },
    endAttempt: async (c, state) => {
      const name = nameOf(state);
      const cookie = ATTEMPT_NAME.test(`__Host-${name}`) ? getCookie(c, name, 'host') : undefined;
      if (cookie === undefined) return undefined;
      deleteCookie(c, name, OPTIONS);
      const attempt = (await sealer.unseal('sign-in', cookie)) as Attempt | undefined;
      return attempt?.state === state ? attempt : undefined;
    },
  };
}
