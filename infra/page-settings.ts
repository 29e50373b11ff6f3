import { Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import * as v from 'valibot';
import { ANY_DOMAIN, PAGE_DEFAULTS, ROLES } from '../contract/page.ts';
import { issuerProblem } from '../contract/page-issuer.ts';
import { DOMAIN_NAME } from './construct/checks.ts';
import { PAGE_RANGES } from './construct/ranges.ts';
import { setting } from './setting.ts';
import {
  certificateArn,
  daysOfLogs,
  domain,
  hostedZoneId,
  list,
  matching,
  onOrOff,
  wholeNumber,
} from './setting-rules.ts';

const ALLOWED_DOMAINS_RULE = `must be domains in lower case with commas between them, or ${ANY_DOMAIN} alone`;
const ROLE = new RegExp(`^(${ROLES.join('|')})=(.+)$`);

/** Settings of the hosted page. `construct/page-props.ts` has their meaning. */
export const PAGE_SETTINGS = {
  /** Address of the OpenID provider; it turns the page on. */
  pageIssuer: setting({
    rule: v.pipe(
      v.string(),
      v.check(
        (issuer) => issuerProblem(issuer) === undefined,
        ({ input }) => `${issuerProblem(input)}`,
      ),
    ),
    off: 'none',
    toProps: (issuer) => ({ page: { issuer } }),
  }),
  pageClientId: setting({
    rule: matching(/^\S+$/, 'must be the id that the page has at the provider'),
    toProps: (clientId) => ({ page: { clientId } }),
  }),
  pageScopes: setting({
    rule: matching(/^\S+( \S+)*$/, 'must be scopes with spaces between them, such as openid email'),
    default: PAGE_DEFAULTS.scopes,
    toProps: (scopes) => ({ page: { scopes } }),
  }),
  pageGroupsClaim: setting({
    rule: matching(/^\S+$/, 'must be the name of a claim, such as cognito:groups'),
    default: PAGE_DEFAULTS.groupsClaim,
    toProps: (groupsClaim) => ({ page: { groupsClaim } }),
  }),
  pageAllowedGroups: setting({
    rule: v.pipe(list('none'), v.array(v.string())),
    default: 'none',
    toProps: (allowedGroups) => ({ page: { allowedGroups } }),
  }),
  pageAllowedDomains: setting({
    rule: v.pipe(
      list('none'),
      v.check((domains) => !domains.includes(ANY_DOMAIN) || domains.length === 1, ALLOWED_DOMAINS_RULE),
      v.array(
        v.pipe(
          v.string(),
          v.check((text) => text === ANY_DOMAIN || DOMAIN_NAME.test(text), ALLOWED_DOMAINS_RULE),
        ),
      ),
    ),
    default: 'none',
    toProps: (allowedDomains) => ({ page: { allowedDomains } }),
  }),
  /** Such as `operations=sms-ops,finance=sms-finance`. */
  pageRoles: setting({
    rule: v.pipe(
      list('none'),
      v.array(
        matching(ROLE, `must be a role and a group, such as ${ROLES[1]}=sms-ops; the roles are ${ROLES.join(', ')}`),
      ),
    ),
    default: 'none',
    toProps: (roles) => ({ page: { roles: groupsByRole(roles) } }),
  }),
  pageSessionHours: setting({
    rule: wholeNumber(PAGE_RANGES.sessionDuration),
    default: PAGE_DEFAULTS.sessionHours,
    toProps: (hours) => ({ page: { sessionDuration: Duration.hours(hours) } }),
  }),
  /** `on` shows set-aside bodies. */
  pageSetAside: setting({
    rule: onOrOff,
    default: 'off',
    toProps: (setAside) => ({ page: { setAside: setAside === 'on' } }),
  }),
  pageLogRetentionDays: setting({
    rule: daysOfLogs,
    default: PAGE_DEFAULTS.logRetentionDays,
    toProps: (logRetention) => ({ page: { logRetention } }),
  }),
  /** Your own domain for the page, with a certificate for it in the Region of the stack, and its zone if it is in Route 53. */
  pageDomainName: setting({
    rule: domain,
    off: 'none',
    toProps: (name, stack, { pageCertificateArn, pageHostedZoneId, pageZoneName }) => ({
      page: {
        domain: {
          name,
          certificate: Certificate.fromCertificateArn(stack, 'PageCertificate', `${pageCertificateArn}`),
          ...(pageHostedZoneId !== undefined && {
            hostedZone: HostedZone.fromHostedZoneAttributes(stack, 'PageZone', {
              hostedZoneId: `${pageHostedZoneId}`,
              zoneName: `${pageZoneName}`,
            }),
          }),
        },
      },
    }),
  }),
  pageCertificateArn: setting({ rule: certificateArn }),
  pageHostedZoneId: setting({ rule: hostedZoneId }),
  pageZoneName: setting({ rule: domain }),
};

function groupsByRole(roles: readonly string[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const text of roles) {
    const [, role = '', group = ''] = ROLE.exec(text) ?? [];
    groups[role] = [...(groups[role] ?? []), group];
  }
  return groups;
}
