import { PAGE_DEFAULTS, PAGE_PATHS } from '../../contract/page.ts';
import { createProvider } from '../../lambda/page/provider.ts';
import { commandLine } from '../../toolbox/command-line.ts';
import { CliError } from '../../toolbox/errors.ts';
import { type Finding, failed, ok, skipped } from '../check/check-result.ts';
import { registrationOf, type StackWithPage } from './deployed-page.ts';
import type { Discovery } from './discovery.ts';
import { get } from './request.ts';

/** Errors of a provider that would sign somebody in: the client and its redirect URL are right. */
const NEEDS_PERSON = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];
/** An address or a page of a provider that tells the person about an error, in place of sending it to the redirect URL. */
const ERROR_ADDRESS = /[/?&]error\b/;

/**
 * The address at the provider to which the function sends people who sign in.
 *
 * @throws CliError if it sends them elsewhere, or cannot reach the provider
 */
export async function readSignIn({ page, settings }: StackWithPage, discovery: Discovery): Promise<URL> {
  const { status, location } = await get(`${page.url}${PAGE_PATHS.signIn}`);
  if (location !== undefined && isAt(location, discovery.authorization_endpoint)) return location;
  throw new CliError(
    `The page does not lead to ${discovery.authorization_endpoint} (answered ${status}): it was deployed with another issuer, or cannot reach ${settings?.pageIssuer} itself. Deploy it again; otherwise look at its log, ${page.logGroup}.`,
  );
}

export function signInFinding({ origin, searchParams }: URL): Finding {
  return ok(`the page leads to ${origin} as the client ${searchParams.get('client_id')}`);
}

/** Whether the provider knows the redirect URL. It is asked to sign in somebody without showing a page. */
export async function checkRedirectUrl(signIn: URL, redirectUrl: string): Promise<Finding> {
  const address = new URL(signIn);
  address.searchParams.set('prompt', 'none');
  const { status, location } = await get(address);
  if (location !== undefined && isAt(location, redirectUrl)) {
    const error = location.searchParams.get('error') ?? '';
    if (NEEDS_PERSON.includes(error)) return ok(`${redirectUrl} is registered`);
    const remedy =
      error === 'invalid_scope' ? ' Correct pageScopes, or allow these scopes for the client at the provider.' : '';
    return failed(`${redirectUrl} is registered, but the provider refuses a sign-in: ${error}.${remedy}`);
  }
  if (status >= 400 || ERROR_ADDRESS.test(location?.href ?? '')) {
    return failed(
      `The provider refuses it (${status}). Register exactly ${redirectUrl} there for the client ${address.searchParams.get('client_id')}, and check pageClientId and pageScopes.`,
    );
  }
  return skipped('this provider shows its sign-in page in any case, so only a person can tell: sign in once');
}

/** Whether the provider accepts the client and its secret. It is asked to redeem a code that it has never issued. */
export async function checkClient(
  { page, settings }: StackWithPage,
  discovery: Discovery,
  clientSecret: string,
): Promise<Finding> {
  const { redirectUrl, signOutUrl } = registrationOf(page);
  const {
    pageIssuer: issuer = '',
    pageClientId: clientId = '',
    pageScopes: scopes = PAGE_DEFAULTS.scopes,
  } = settings ?? {};
  const provider = createProvider(
    { issuer, clientId, scopes, wantedClaims: [], redirectUrl, signedOutUrl: signOutUrl },
    async () => clientSecret,
    Date.now,
  );
  const checks = { state: 'check', nonce: 'check', codeVerifier: 'check'.repeat(10) };
  const answer = new URLSearchParams({ code: 'a-code-of-receipts-page', state: checks.state, iss: discovery.issuer });
  const error = await provider.finishSignIn(`?${answer}`, checks).then(
    () => '',
    (reason: unknown) => errorCode(reason),
  );
  const how = clientSecret === '' ? 'without a secret' : 'with the stored secret';
  if (error === 'invalid_grant') return ok(`the provider does not refuse the client ${clientId} ${how}`);
  if (error === 'invalid_client' || error === 'unauthorized_client' || error === 'OAUTH_WWW_AUTHENTICATE_CHALLENGE') {
    return failed(
      `The provider refuses the client ${clientId} ${how} (${error}). Check pageClientId; store its secret, or the new one if it has expired: ${commandLine('page secret', {})}`,
    );
  }
  return skipped(`the provider answered ${error || 'something else'}, so only a sign-in can tell: sign in once`);
}

export function signOutFinding({ end_session_endpoint: endpoint }: Discovery, signOutUrl: string): Finding {
  if (endpoint === undefined) return ok('the provider has none: people sign out of the page, and stay signed in there');
  return ok(`also at ${new URL(endpoint).origin}, if ${signOutUrl} is registered there`);
}

/** Of OAuth 2.0, or of the library. */
function errorCode(error: unknown): string {
  const { error: ofProvider, code } = Object(error) as { readonly error?: unknown; readonly code?: unknown };
  return [ofProvider, code].find((name) => typeof name === 'string') ?? '';
}

/** Whether an address is another one but for its query. */
function isAt(address: URL, endpoint: string): boolean {
  const { origin, pathname } = new URL(endpoint);
  return address.origin === origin && address.pathname === pathname;
}
