import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { ROLES } from '../../../contract/page.ts';
import { createApp } from '../../../page/app.ts';
import type { PageApp } from '../../../page/pages.ts';
import type { UiOptions } from '../../../page/site.ts';
import { tableFigures } from '../../../page/table-figures.ts';
import { connectionTo } from '../../support/engine.ts';
import { type FakeDoor, fakeDoor, viewerIn } from './fake-door.ts';
import { postMessages } from './shown-messages.ts';
import { type UiUnderTest, uiOn } from './ui-on.ts';

const HOST = '127.0.0.1';
/** Of a browser that sends a form of the page. */
export const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin', origin: 'null' };

type Headers = Readonly<Record<string, string>>;

export interface HostedApp {
  /** The local page on the same tables. */
  readonly ui: UiUnderTest;
  /** Each test begins with a viewer of all roles, of whom nothing is recorded. */
  readonly door: FakeDoor;
  appWith(options?: Partial<UiOptions>): PageApp;
  get(path: string, headers?: Headers, app?: PageApp): Promise<Response>;
  post(path: string, fields: Readonly<Record<string, string>>, headers?: Headers): Promise<Response>;
  /** Searches as the form does, and returns the address of the result. */
  searchFor(q: string, fields?: Readonly<Record<string, string>>): Promise<string>;
}

/** The app of a hosted page without a server, during the tests of a file, with the messages of {@link postMessages}. */
export function useHostedApp(): HostedApp {
  let ui: UiUnderTest;
  const door = fakeDoor(undefined);
  beforeAll(async () => {
    ui = await uiOn();
    await postMessages(ui);
  });
  afterAll(() => ui.stop());
  beforeEach(() => {
    door.viewer = viewerIn(...ROLES);
    door.recorded.length = 0;
    door.log.length = 0;
  });
  const hosted: HostedApp = {
    get ui() {
      return ui;
    },
    door,
    appWith: (options = {}) => {
      const connection = connectionTo(ui.tables);
      return createApp({ connection, ...tableFigures(connection), door, ...options });
    },
    get: async (path, headers = {}, app = hosted.appWith()) =>
      app.request(path, { headers: { host: HOST, ...headers } }),
    post: async (path, fields, headers = SAME_ORIGIN) => {
      const body = new URLSearchParams(fields);
      return hosted.appWith().request(path, { method: 'POST', body, headers: { host: HOST, ...headers } });
    },
    searchFor: async (q, fields = {}) => {
      const response = await hosted.post('/search', { q, ...fields });
      expect(response.status).toBe(303);
      return response.headers.get('location') ?? '';
    },
  };
  return hosted;
}
