import { type Look, PAGE_PATHS } from '../../contract/page.ts';
import type { Door, NewLook } from '../../page/door.ts';
import { addressOf } from '../../page/site.ts';
import type { Viewer } from '../../page/viewer.ts';
import { CliError } from '../../toolbox/errors.ts';
import { errorName } from '../telemetry/request-log.ts';
import { lookLines } from './look-log.ts';
import type { Sealer } from './sealer.ts';
import { addSignIn, type SignInParts } from './sign-in.ts';

export interface HostedDoorParts extends SignInParts {
  readonly sealer: Sealer;
  readonly readLooks: NonNullable<Door['readLooks']>;
  readonly now: () => Date;
  readonly logLook: (look: Look) => void;
}

export interface HostedDoor extends Door {
  /** Resolves when all looks are in the log: Lambda stops the function after its answer. */
  recorded(): Promise<void>;
}

/** How long the address of what was found opens. */
const SEARCH_S = 24 * 3_600;

/** Lets in who signed in at the provider and may look, and logs each look. */
export function hostedDoor(parts: HostedDoorParts): HostedDoor {
  const { pageUrl, cookies, sealer, now } = parts;
  const pending = new Set<Promise<void>>();

  const record = (viewer: Viewer, look: NewLook): void => {
    const time = now();
    const recording = hashOf(look.number).then((hash) => {
      for (const line of lookLines(viewer, look, hash, time)) parts.logLook(line);
      pending.delete(recording);
    });
    pending.add(recording);
  };

  return {
    isHosted: true,
    enter: async (c) => {
      const session = await cookies.readSession(c);
      if (session !== undefined) return session;
      // The address of a form is not one to come back to
      const to = c.req.method === 'POST' ? '/' : addressOf(c);
      return c.redirect(`${pageUrl}${PAGE_PATHS.signIn}?${new URLSearchParams({ to })}`, 302);
    },
    addRoutes: (app, pages) => addSignIn(app, pages, { ...parts, record }),
    record,
    readLooks: parts.readLooks,
    seal: (text) => sealer.seal('search', { text }, SEARCH_S),
    unseal: async (sealed) => (await sealer.unseal('search', sealed))?.text as string | undefined,
    describeError: (error) => {
      parts.log({ outcome: 'failed', reason: errorName(error) });
      return error instanceof CliError
        ? error.message
        : 'Those who run this page find the reason in its log. Try again in a minute.';
    },
    recorded: async () => void (await Promise.all(pending)),
  };

  /** A look is in the log even if the secret cannot be read. */
  function hashOf(number: string | undefined): Promise<string | undefined> {
    if (number === undefined) return Promise.resolve(undefined);
    return sealer.hashNumber(number).catch((error) => {
      parts.log({ outcome: 'failed', reason: errorName(error) });
      return undefined;
    });
  }
}
