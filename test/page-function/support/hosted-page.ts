import type { Look } from '../../../contract/page.ts';
import { createPageHandler, type PageSettings } from '../../../lambda/page/page.ts';
import type { SignInLog } from '../../../lambda/page/sign-in.ts';
import { tableFigures } from '../../../page/table-figures.ts';
import { connectionTo, freshTables } from '../../support/engine.ts';
import { receiverOn } from '../../support/receiver.ts';
import { CLIENT, startProvider, type TestProvider } from './provider.ts';
import { startTlsFront } from './tls-front.ts';
import { Visitor } from './visitor.ts';

/** The function of the page behind TLS, with a real provider and real tables. */
export interface HostedPage {
  readonly url: string;
  readonly provider: TestProvider;
  /** What the clock of the function shows beside the real one. */
  shiftMs: number;
  /** What is in the secret. */
  secret: { clientSecret: string; sessionKey: string };
  /** What the function logged. */
  readonly looks: Look[];
  readonly lines: SignInLog[];
  /** A browser of its own. The next reset closes it. */
  newVisitor(): Visitor;
  /** Starts the function again, as a new container or a deployment with other settings does. */
  restart(settings?: Partial<PageSettings>): void;
  /** Posts a receipt to the real receiver. */
  post(body: string): Promise<void>;
  /** Starts it as at first, with empty logs. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const SECRET = { clientSecret: CLIENT.secret, sessionKey: 'a-session-key-for-tests-of-48-characters' };

export async function startHostedPage(): Promise<HostedPage> {
  const [tables, front] = await Promise.all([freshTables(), startTlsFront()]);
  const provider = await startProvider(front.url);
  const connection = connectionTo(tables);
  const visitors: Visitor[] = [];
  const closeVisitors = () => Promise.all(visitors.splice(0).map((visitor) => visitor.close()));
  const page: HostedPage = {
    url: front.url,
    provider,
    shiftMs: 0,
    secret: SECRET,
    looks: [],
    lines: [],
    newVisitor: () => {
      const visitor = new Visitor(front.url, front.certificate);
      visitors.push(visitor);
      return visitor;
    },
    restart: (settings) => {
      front.handler = createPageHandler({
        settings: {
          pageUrl: front.url,
          pageIssuer: provider.issuer,
          pageClientId: CLIENT.id,
          pageScopes: 'openid email profile',
          pageGroupsClaim: 'groups',
          pageAllowedGroups: ['sms-support'],
          pageAllowedDomains: [],
          pageRoles: {},
          pageSessionHours: 8,
          ...settings,
        },
        readSecret: async () => page.secret,
        connection,
        ...tableFigures(connection),
        readLooks: async () => ({ looks: page.looks.toReversed(), isComplete: true }),
        now: () => new Date(Date.now() + page.shiftMs),
        log: (line) => page.lines.push(line),
        logLook: (look) => page.looks.push(look),
      });
    },
    post: async (body) => {
      const { statusCode } = await receiverOn(tables).post({ body });
      if (statusCode !== 200) throw new Error(`The receiver answered ${statusCode}.`);
    },
    reset: async () => {
      await closeVisitors();
      Object.assign(page, { shiftMs: 0, secret: SECRET, looks: [], lines: [] });
      Object.assign(provider, { isUp: true, drops: 0, changeTokens: (tokens: unknown) => tokens });
      provider.become({});
      page.restart();
    },
    stop: async () => {
      await Promise.all([closeVisitors(), provider.stop(), front.stop()]);
      tables.client.destroy();
    },
  };
  page.restart();
  return page;
}
