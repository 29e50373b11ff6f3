import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { handle } from 'hono/aws-lambda';
import { PAGE_PATHS, type PageSecret, type Role } from '../../contract/page.ts';
import { createApp } from '../../page/app.ts';
import type { UiOptions } from '../../page/site.ts';
import { createCookies } from './cookies.ts';
import { type HostedDoorParts, hostedDoor } from './hosted-door.ts';
import { createProvider } from './provider.ts';
import { createSealer } from './sealer.ts';

/** What the environment says of the page. */
export interface PageSettings {
  readonly pageUrl: string;
  readonly pageIssuer: string;
  readonly pageClientId: string;
  readonly pageScopes: string;
  readonly pageGroupsClaim: string;
  readonly pageAllowedGroups: readonly string[];
  readonly pageAllowedDomains: readonly string[];
  readonly pageRoles: Readonly<Partial<Record<Role, readonly string[]>>>;
  readonly pageSessionHours: number;
}

export interface PageParts
  extends Omit<UiOptions, 'door' | 'tablesUrl' | 'now'>,
    Pick<HostedDoorParts, 'readLooks' | 'now' | 'log' | 'logLook'> {
  readonly settings: PageSettings;
  readonly readSecret: () => Promise<PageSecret>;
}

export type PageHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** The handler that shows the page to people who signed in at the provider. */
export function createPageHandler({ settings, readSecret, ...parts }: PageParts): PageHandler {
  const { pageUrl, pageGroupsClaim: groupsClaim, pageAllowedGroups: allowedGroups, pageRoles: roles } = settings;
  const usesGroups = allowedGroups.length > 0 || Object.keys(roles).length > 0;
  const provider = createProvider(
    {
      issuer: settings.pageIssuer,
      clientId: settings.pageClientId,
      scopes: settings.pageScopes,
      wantedClaims: ['email', ...(usesGroups ? [groupsClaim] : [])],
      redirectUrl: `${pageUrl}${PAGE_PATHS.callback}`,
      signedOutUrl: `${pageUrl}${PAGE_PATHS.signedOut}`,
    },
    async () => (await readSecret()).clientSecret,
    () => parts.now().getTime(),
  );
  const sealer = createSealer(async () => (await readSecret()).sessionKey, parts.now);
  const door = hostedDoor({
    ...parts,
    pageUrl,
    provider,
    sealer,
    cookies: createCookies(sealer, settings.pageSessionHours * 3_600),
    access: { groupsClaim, allowedGroups, allowedDomains: settings.pageAllowedDomains, roles },
  });
  // Hono has types of its own for the same events
  const answer = handle(createApp({ ...parts, door })) as unknown as PageHandler;
  return async (event) => {
    const result = await answer(event);
    await door.recorded();
    return result;
  };
}
