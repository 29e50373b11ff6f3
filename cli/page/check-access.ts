import { ANY_DOMAIN, PAGE_DEFAULTS } from '../../contract/page.ts';
import { type Finding, failed, ok, warning } from '../check/check-result.ts';
import type { Discovery } from './discovery.ts';

const GOOGLE = 'https://accounts.google.com';
const COGNITO = /^https:\/\/cognito-idp\.[\w.-]+\/\w/;
const ENTRA = /^https:\/\/login\.microsoftonline\.(com|us)\//;
/** Of Amazon Cognito. */
const COGNITO_GROUPS = 'cognito:groups';

/**
 * Says who may look, and warns if a group cannot be found in what the provider sends.
 *
 * @param discovery - undefined if it cannot be read
 */
export function checkAccess(
  settings: Readonly<Record<string, string>>,
  discovery: Pick<Discovery, 'scopes_supported'> | undefined,
): Finding {
  const {
    pageIssuer: issuer = '',
    pageAllowedGroups: groups,
    pageAllowedDomains: domains,
    pageRoles: roles,
    pageGroupsClaim: claim = PAGE_DEFAULTS.groupsClaim,
    pageScopes: scopes = PAGE_DEFAULTS.scopes,
  } = settings;
  const usesGroups = groups !== undefined || roles !== undefined;
  if (usesGroups && issuer === GOOGLE) {
    return failed(
      'Google sends no groups, so nobody has one. Limit who may look with pageAllowedDomains, and leave out pageAllowedGroups and pageRoles.',
    );
  }
  if (usesGroups && COGNITO.test(issuer) && claim !== COGNITO_GROUPS) {
    return failed(
      `Amazon Cognito sends the groups in the claim ${COGNITO_GROUPS}; the page reads ${claim}. Set pageGroupsClaim to ${COGNITO_GROUPS}.`,
    );
  }
  if (domains !== undefined && domains !== ANY_DOMAIN && ENTRA.test(issuer)) {
    return failed(
      'Microsoft Entra ID does not say that an e-mail address is verified, so no domain counts. Limit who may look with app roles: pageGroupsClaim is roles, pageAllowedGroups has their values.',
    );
  }
  if (usesGroups && discovery?.scopes_supported?.includes(claim) && !scopes.split(' ').includes(claim)) {
    return warning(
      `The provider has a scope ${claim}, and the page does not ask for it, so it may get no groups. Set pageScopes to "${scopes} ${claim}".`,
    );
  }
  if (groups === undefined && domains === ANY_DOMAIN) {
    return warning(
      `Everybody whom ${issuer} signs in. If that is more than your company, set pageAllowedGroups or pageAllowedDomains.`,
    );
  }
  return ok(
    [
      ...(groups === undefined ? [] : [`people with one of these in the claim ${claim}: ${groups}`]),
      ...(domains === undefined || domains === ANY_DOMAIN ? [] : [`people of ${domains}`]),
    ].join('; and only ') + (roles === undefined ? '; everybody has all roles' : `; roles: ${roles}`),
  );
}
