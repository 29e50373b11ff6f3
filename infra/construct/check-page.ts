import { Token } from 'aws-cdk-lib';
import { ANY_DOMAIN, ROLES } from '../../contract/page.ts';
import { issuerProblem } from '../../contract/page-issuer.ts';
import { checkIsKnown, checkNames, DOMAIN_NAME } from './checks.ts';
import type { PageProps } from './page-props.ts';
import { checkRanges, PAGE_RANGES } from './ranges.ts';

/** Commas separate groups in the environment of the function. */
const GROUP = /^[^,\s]([^,]*[^,\s])?$/;
/** The lists are in the function's environment, and Lambda limits all variables together to 4 KB. */
export const MAX_ACCESS_LENGTH = 2000;

/** @throws Error that names the wrong prop and its rule */
export function checkPage({
  issuer,
  clientId,
  allowedGroups = [],
  allowedDomains = [],
  roles = {},
  ...props
}: PageProps): void {
  const problem = Token.isUnresolved(issuer) ? undefined : issuerProblem(issuer);
  if (problem !== undefined) throw new Error(`SmsReceipts: page.issuer is ${issuer}: ${problem}.`);
  if (clientId.trim() === '') {
    throw new Error('SmsReceipts: page.clientId is empty: must be the id that the page has at the provider.');
  }
  checkIsKnown('page.allowedGroups', allowedGroups);
  checkIsKnown('page.allowedDomains', allowedDomains);
  checkNames('page.roles', Object.keys(roles), ROLES);
  if (allowedGroups.length + allowedDomains.length === 0) {
    throw new Error(
      `SmsReceipts: page needs allowedGroups or allowedDomains: who may look. allowedDomains: ['${ANY_DOMAIN}'] lets in everyone who can sign in.`,
    );
  }
  const groups = [...allowedGroups, ...Object.values(roles).flat()];
  for (const group of groups) {
    if (GROUP.test(group)) continue;
    throw new Error(
      `SmsReceipts: page has the group ${JSON.stringify(group)}: must be the name of one group, without a comma.`,
    );
  }
  const isAny = allowedDomains.length === 1 && allowedDomains[0] === ANY_DOMAIN;
  const wrong = isAny ? [] : allowedDomains.filter((domain) => !DOMAIN_NAME.test(domain));
  if (wrong.length > 0) {
    throw new Error(
      `SmsReceipts: page.allowedDomains has ${wrong.join(', ')}: must be domains in lower case such as example.com, or ${ANY_DOMAIN} alone.`,
    );
  }
  if ([...groups, ...allowedDomains].join().length > MAX_ACCESS_LENGTH) {
    throw new Error(
      `SmsReceipts: page has more groups and domains than ${MAX_ACCESS_LENGTH} characters: make one group at the provider for all of them.`,
    );
  }
  checkRanges(props, PAGE_RANGES, 'page.');
}
