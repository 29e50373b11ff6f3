import { type Look, PAGE_PATHS, type Role } from '../../../contract/page.ts';
import type { Door, NewLook } from '../../../page/door.ts';
import { html } from '../../../page/html.ts';
import { localDoor } from '../../../page/local-door.ts';
import type { Viewer } from '../../../page/viewer.ts';

/** The time of each look. */
export const LOOKED_AT = '2026-11-27T10:41:07.000Z';

export interface FakeDoor extends Door {
  /** Who is signed in. */
  viewer: Viewer | undefined;
  /** What was recorded, oldest first, with the number as it is. */
  readonly recorded: NewLook[];
  /** What the log gives back, newest first. */
  readonly log: Look[];
}

export function viewerIn(...roles: readonly Role[]): Viewer {
  return { subject: 'subject-1', email: 'ana@example.com', roles };
}

/**
 * A fake of a hosted door, without a provider: the test says who is signed in, and the looks are kept in memory.
 */
export function fakeDoor(viewer: Viewer | undefined): FakeDoor {
  const { seal, unseal } = localDoor();
  const door: FakeDoor = {
    isHosted: true,
    viewer,
    recorded: [],
    log: [],
    enter: async (c) => door.viewer ?? c.redirect(`${PAGE_PATHS.signIn}?${new URLSearchParams({ to: c.req.path })}`),
    addRoutes: (app, pages) => {
      app.get(PAGE_PATHS.signIn, (c) => c.redirect(PAGE_PATHS.signedOut));
      app.post(PAGE_PATHS.signOut, (c) => {
        door.viewer = undefined;
        return pages.leadTo(c, PAGE_PATHS.signedOut);
      });
      app.get(PAGE_PATHS.signedOut, (c) =>
        pages.show(c, { title: 'Signed out', content: html`<h1>You are signed out</h1>` }),
      );
    },
    record: ({ subject, email }, { number, ...look }) => {
      door.recorded.push({ ...look, ...(number !== undefined && { number }) });
      door.log.unshift({
        message: 'look',
        time: LOOKED_AT,
        subject,
        ...(email !== undefined && { email }),
        ...(number !== undefined && { numberHash: '0123456789abcdef' }),
        ...look,
      });
    },
    readLooks: async ({ umid }) => ({
      looks: door.log.filter(({ umids = [] }) => umid === undefined || umids.includes(umid)),
      isComplete: true,
    }),
    seal,
    unseal,
    describeError: () => 'It is in the log.',
  };
  return door;
}
