const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** Tenants that stand for the accounts of every company: https://learn.microsoft.com/entra/identity-platform/v2-protocols */
const ANY_TENANT = /^https:\/\/login\.microsoftonline\.(com|us)\/(common|organizations|consumers)(\/|$)/;

/**
 * Why this cannot be the OpenID issuer of the page; undefined if it can.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken
 */
export function issuerProblem(text: string): string | undefined {
  const form = 'must be the address of an OpenID issuer, such as https://example.okta.com';
  if (!URL.canParse(text)) return form;
  const { protocol, hostname, search, hash } = new URL(text);
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.has(hostname)))
    return 'must begin with https://, unless it is a loopback address';
  if (search !== '' || hash !== '') return `${form}, without ? and #`;
  if (ANY_TENANT.test(text))
    return 'signs in the accounts of every company: name your tenant, as in https://login.microsoftonline.com/TENANT-ID/v2.0';
  return undefined;
}
