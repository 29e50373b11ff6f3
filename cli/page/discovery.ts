import { CliError } from '../../toolbox/errors.ts';
import { get } from './request.ts';

/** What the tool uses of a discovery document. */
export interface Discovery {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly end_session_endpoint?: string;
  readonly scopes_supported?: readonly string[];
}

const NEEDED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
/** In place of the id of a tenant, in the issuer of Microsoft Entra ID that stands for all tenants. */
const ANY_TENANT = '{tenantid}';

/**
 * Reads the discovery document of an OpenID provider.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 * @throws CliError that says what is wrong with it or with the setting
 */
export async function readDiscovery(issuer: string): Promise<Discovery> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { status, text } = await get(url);
  if (status !== 200) {
    throw new CliError(
      `${url} was answered ${status}, and should be the discovery document. Set pageIssuer to what your provider calls its issuer: docs/page.md has it for each provider.`,
    );
  }
  const document = contentOf(text);
  if (typeof document.issuer !== 'string')
    throw new CliError(`${url} is no discovery document: it names no issuer. Correct pageIssuer.`);
  if (document.issuer.includes(ANY_TENANT)) {
    throw new CliError(
      `The issuer ${issuer} stands for all tenants. Set pageIssuer to that of your own tenant: https://login.microsoftonline.com/<tenant id>/v2.0.`,
    );
  }
  // As the function compares them
  if (!URL.canParse(document.issuer) || new URL(document.issuer).href !== new URL(issuer).href) {
    throw new CliError(
      `The discovery document of ${issuer} names the issuer ${document.issuer}. Set pageIssuer to that, if it is yours.`,
    );
  }
  const missing = NEEDED.filter((name) => typeof document[name] !== 'string' || !URL.canParse(document[name]));
  if (missing.length > 0)
    throw new CliError(`${url} lacks ${missing.join(', ')}. This provider cannot sign people in.`);
  return document as Discovery;
}

function contentOf(text: string): Partial<Discovery> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
