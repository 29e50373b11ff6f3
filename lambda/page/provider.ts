import * as oidc from 'openid-client';
import { isLoopbackUrl } from '../../toolbox/loopback.ts';
import type { Claims } from './allowed.ts';

export interface ProviderSettings {
  /** Its discovery document is at `/.well-known/openid-configuration` below this. */
  readonly issuer: string;
  readonly clientId: string;
  /** Separated by spaces. */
  readonly scopes: string;
  /** Claims that are asked for at the user info endpoint if the ID token lacks one. */
  readonly wantedClaims: readonly string[];
  /** Where the provider sends people after they signed in, and after they signed out. Both are registered there. */
  readonly redirectUrl: string;
  readonly signedOutUrl: string;
}

/** What a browser keeps while its person signs in, to prove that the answer belongs to it. */
export interface SignInChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface SignedIn {
  readonly claims: Claims;
  readonly idToken: string;
}

/** The OpenID provider. All reject with the errors that {@link signInFault} knows. */
export interface Provider {
  /** The address at which a person signs in. */
  startSignIn(): Promise<{ readonly url: URL; readonly checks: SignInChecks }>;
  /**
   * Redeems the code of an answer, and checks the ID token: signature, issuer, audience, times, nonce.
   *
   * @param query - of the address to which the provider sent the browser
   */
  finishSignIn(query: string, checks: SignInChecks): Promise<SignedIn>;
  /** Where a person signs out; undefined if the provider has no such place, as Google. */
  signOutUrl(idToken: string | undefined): Promise<URL | undefined>;
}

/** Providers announce new keys days before they use them; the library reads unknown keys at once. */
const DISCOVERY_MAX_AGE_MS = 3_600_000;
const REQUEST_TIMEOUT_S = 5;

/**
 * Reads the discovery document of the provider when it is first needed, and again each hour and after a failed sign-in.
 *
 * @param readClientSecret - empty for a public client, which PKCE alone protects
 * @param now - epoch milliseconds
 */
export function createProvider(
  settings: ProviderSettings,
  readClientSecret: () => Promise<string>,
  now: () => number,
): Provider {
  const issuer = new URL(settings.issuer);
  let discovered: { readonly at: number; readonly provider: Promise<oidc.Configuration> } | undefined;

  return {
    startSignIn: async () => {
      const provider = await discover();
      const checks = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        codeVerifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(provider, {
        redirect_uri: settings.redirectUrl,
        scope: settings.scopes,
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(checks.codeVerifier),
        code_challenge_method: 'S256',
      });
      return { url, checks };
    },
    finishSignIn: async (query, { state, nonce, codeVerifier }) => {
      const provider = await discover();
      const answer = new URL(`${settings.redirectUrl}${query}`);
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier };
      try {
        const tokens = await oidc.authorizationCodeGrant(provider, answer, checks);
        const claims = tokens.claims();
        // An issuer that stands for all tenants of Microsoft Entra ID would let in any of them
        if (claims === undefined || new URL(claims.iss).href !== issuer.href) throw new OtherIssuerError();
        return { claims: await withUserInfo(provider, claims, tokens.access_token), idToken: tokens.id_token ?? '' };
      } catch (error) {
        // The provider may have new keys
        discovered = undefined;
        throw error;
      }
    },
    signOutUrl: async (idToken) => {
      const provider = await discover();
      if (provider.serverMetadata().end_session_endpoint === undefined) return undefined;
      return oidc.buildEndSessionUrl(provider, {
        post_logout_redirect_uri: settings.signedOutUrl,
        // Amazon Cognito has a parameter of its own
        logout_uri: settings.signedOutUrl,
        // Okta requires it; without it others ask the person to confirm
        ...(idToken !== undefined && { id_token_hint: idToken }),
      });
    },
  };

  function discover(): Promise<oidc.Configuration> {
    if (discovered === undefined || now() - discovered.at >= DISCOVERY_MAX_AGE_MS) {
      const extensions = [oidc.enableNonRepudiationChecks];
      if (isLoopbackUrl(settings.issuer)) extensions.push(oidc.allowInsecureRequests);
      const provider = oidc.discovery(issuer, settings.clientId, undefined, authenticate, {
        timeout: REQUEST_TIMEOUT_S,
        [oidc.customFetch]: fetchTwice,
        execute: extensions,
      });
      discovered = { at: now(), provider };
      provider.catch(() => {
        if (discovered?.provider === provider) discovered = undefined;
      });
    }
    return discovered.provider;
  }

  async function authenticate(...request: Parameters<oidc.ClientAuth>): Promise<void> {
    const [{ token_endpoint_auth_methods_supported: methods = [] }] = request;
    const secret = await readClientSecret();
    // Not every provider decodes a secret in a header as the standard has it
    const withSecret = methods.includes('client_secret_post') ? oidc.ClientSecretPost : oidc.ClientSecretBasic;
    await (secret === '' ? oidc.None() : withSecret(secret))(...request);
  }

  /** Some providers keep claims out of the ID token. Those in it are signed, and win. */
  async function withUserInfo(
    provider: oidc.Configuration,
    claims: oidc.IDToken,
    accessToken: string,
  ): Promise<Claims> {
    const isComplete = settings.wantedClaims.every((claim) => claim in claims);
    if (isComplete || provider.serverMetadata().userinfo_endpoint === undefined) return claims;
    return { ...(await oidc.fetchUserInfo(provider, accessToken, claims.sub)), ...claims };
  }
}

/** The ID token is of another issuer. */
export class OtherIssuerError extends Error {
  override readonly name = 'OtherIssuerError';
}

/** A connection that was kept since an earlier request may be closed. A code that was redeemed is refused the second time. */
const fetchTwice: oidc.CustomFetch = (url, options) => {
  const once = () => fetch(url, options as RequestInit);
  return once().catch(() => {
    options.signal?.throwIfAborted();
    return once();
  });
};
