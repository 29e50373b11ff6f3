import { generateKeyPairSync } from 'node:crypto';
import { afterEach, expect, jest, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { createProvider } from '../../../lambda/page/provider.ts';

const MICROSOFT = 'https://login.microsoftonline.com';
const CHECKS = { state: 's'.repeat(43), nonce: 'n'.repeat(43), codeVerifier: 'v'.repeat(43) };
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

afterEach(() => void jest.restoreAllMocks());

/** Answers as Microsoft Entra ID does for an issuer that stands for all tenants: the library knows its address. */
function answerAsMicrosoft(tokenOf: string): void {
  const json = (body: object) => Response.json(body);
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const url = String(input);
    if (url.endsWith('/keys')) return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key' }] });
    if (!url.endsWith('/token'))
      return json({
        issuer: `${MICROSOFT}/{tenantid}/v2.0`,
        authorization_endpoint: `${MICROSOFT}/authorize`,
        token_endpoint: `${MICROSOFT}/token`,
        jwks_uri: `${MICROSOFT}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      });
    const claims = { iss: `${MICROSOFT}/${tokenOf}/v2.0`, tid: tokenOf, sub: 'eve', aud: 'page', nonce: CHECKS.nonce };
    const signed = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'key' }).setIssuedAt();
    return json({
      token_type: 'Bearer',
      access_token: 'token',
      id_token: await signed.setExpirationTime('1h').sign(privateKey),
    });
  });
}

test.each([
  ['the own tenant', 'own-tenant', 'own-tenant', true],
  ['another tenant', 'own-tenant', 'other-tenant', false],
  ['any tenant, for an issuer that stands for all', 'Common', 'other-tenant', false],
])('a token of %s', async (_, tenant, tokenOf, isAccepted) => {
  answerAsMicrosoft(tokenOf);
  const provider = createProvider(
    {
      issuer: `${MICROSOFT}/${tenant}/v2.0`,
      clientId: 'page',
      scopes: 'openid',
      wantedClaims: [],
      redirectUrl: 'https://page.example/sign-in/callback',
      signedOutUrl: 'https://page.example/signed-out',
    },
    async () => 'secret',
    () => Date.now(),
  );
  const signedIn = provider.finishSignIn(`?code=code&state=${CHECKS.state}`, CHECKS);
  if (isAccepted) expect((await signedIn).claims).toMatchObject({ sub: 'eve' });
  else await expect(signedIn).rejects.toThrow(expect.objectContaining({ name: 'OtherIssuerError' }));
});
