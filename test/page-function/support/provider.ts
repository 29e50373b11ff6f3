import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { jest } from '@jest/globals';
import { importJWK, type JWK, SignJWT } from 'jose';
import type { Configuration } from 'oidc-provider';
import { listen } from '../../support/listen.ts';

export const CLIENT = { id: 'page', secret: 'a-client-secret-for-tests' };

/** The accounts by their login names, which are also their subjects. Any password is right. */
const ACCOUNTS: Readonly<Record<string, object>> = {
  ann: { email: 'ann@example.com', email_verified: true, groups: ['sms-support', 'sms-ops'] },
  bob: { email: 'bob@example.com', email_verified: true, groups: ['sms-support'] },
  tim: { groups: ['staff'] },
  eve: { email: 'eve@example.com', email_verified: true, groups: ['staff'] },
};

/** An answer of the token endpoint. */
export type Tokens = Readonly<Record<string, unknown>> & { readonly id_token: string };

/** How providers differ. */
export interface ProviderKind {
  /** How clients with a secret prove who they are. Default: `client_secret_post`. */
  readonly clientAuthentication?: 'client_secret_basic' | 'client_secret_post';
  /** Whether people can sign out of it. Default: true. */
  readonly hasSignOut?: boolean;
}

export interface TestProvider {
  readonly issuer: string;
  /** Replaces the keys, as if they had expired: tokens that were signed before are not valid any more. */
  rotateKeys(): void;
  /** Starts it again, without its sessions, as a provider of another kind. */
  become(kind: ProviderKind): void;
  /** Changes the answers of the token endpoint. Default: not at all. */
  changeTokens: (tokens: Tokens) => Tokens | Promise<Tokens>;
  /** Whether it answers at all. */
  isUp: boolean;
  /** How many of the next requests it leaves without an answer. */
  drops: number;
  /** Tokens with other claims in the ID token, which the provider signs. */
  withClaims(tokens: Tokens, change: object): Promise<Tokens>;
  /** How often each path was asked for. */
  readonly requests: Map<string, number>;
  stop(): Promise<void>;
}

/**
 * A real OpenID provider on 127.0.0.1, which has registered the page at an address.
 *
 * @param pageUrl - without a slash at its end
 */
export async function startProvider(pageUrl: string): Promise<TestProvider> {
  // Its remarks about what is only for tests
  const quiet = (['info', 'warn'] as const).map((name) => jest.spyOn(console, name).mockImplementation(() => {}));
  const { Provider } = await import('oidc-provider');
  let answer: RequestListener;
  // Made in advance: on a busy machine that takes longer than the page waits for an answer
  const keys: [JWK, JWK] = [newKey(), newKey()];
  const requests = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url?.replace(/\?.*$/s, '') ?? '';
    requests.set(path, (requests.get(path) ?? 0) + 1);
    if (provider.isUp && provider.drops === 0) return answer(request, response);
    if (provider.drops > 0) provider.drops -= 1;
    return response.destroy();
  });
  const { endpoint: issuer, close } = await listen(server);
  const provider: TestProvider = {
    issuer,
    requests,
    isUp: true,
    drops: 0,
    changeTokens: (tokens) => tokens,
    rotateKeys: () => {
      keys.reverse();
      provider.become({});
    },
    become: (kind) => {
      const oidc = new Provider(issuer, configurationFor(pageUrl, keys[0], kind));
      oidc.use(async (context, next) => {
        await next();
        if (context.oidc?.route === 'token' && context.body?.id_token !== undefined)
          context.body = await provider.changeTokens(context.body);
      });
      answer = oidc.callback();
    },
    withClaims: async (tokens, change) => {
      const token = new SignJWT({ ...claimsOf(tokens), ...change });
      const header = { alg: 'RS256', kid: keys[0].kid ?? '' };
      return { ...tokens, id_token: await token.setProtectedHeader(header).sign(await importJWK(keys[0])) };
    },
    stop: async () => {
      for (const spy of quiet) spy.mockRestore();
      await close();
    },
  };
  provider.become({});
  return provider;
}

/** What the ID token says. */
export function claimsOf({ id_token }: Tokens): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString());
}

function configurationFor(
  pageUrl: string,
  key: JWK,
  { clientAuthentication = 'client_secret_post', hasSignOut = true }: ProviderKind,
): Configuration {
  return {
    clientAuthMethods: [clientAuthentication, 'none'],
    features: { rpInitiatedLogout: { enabled: hasSignOut } },
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${pageUrl}/sign-in/callback`],
        post_logout_redirect_uris: [`${pageUrl}/signed-out`],
        token_endpoint_auth_method: clientAuthentication,
      },
      {
        client_id: 'public-page',
        redirect_uris: [`${pageUrl}/sign-in/callback`],
        token_endpoint_auth_method: 'none',
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['a-cookie-key-for-tests'] },
    scopes: ['openid', 'email', 'profile'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['groups'] },
    // As most providers do, it has the claims in the ID token
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_, accountId) => ({ accountId, claims: async () => ({ sub: accountId, ...ACCOUNTS[accountId] }) }),
    // Companies consent for their people
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  };
}

function newKey(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' } as JWK;
}
