import { describe, expect, test } from '@jest/globals';
import { ROLES } from '../../../contract/page.ts';
import { type Access, type Claims, viewerOf } from '../../../lambda/page/allowed.ts';

const ANN: Claims = { iss: 'https://login.example.com', sub: 'ann-1', email: 'ann@example.com', email_verified: true };
const GOOGLE: Claims = { ...ANN, iss: 'https://accounts.google.com' };
const OPEN: Access = { groupsClaim: 'groups', allowedGroups: [], allowedDomains: [], roles: {} };
const SUPPORT: Access = { ...OPEN, allowedGroups: ['sms-support', 'sms-ops'] };
const DOMAIN: Access = { ...OPEN, allowedDomains: ['example.com', 'example.org'] };
const ANY: Access = { ...OPEN, allowedDomains: ['any'] };

describe.each<
  [name: string, access: Access, allowed: (readonly [string, Claims])[], refused: (readonly [string, Claims])[]]
>([
  ['without a limit', OPEN, [], [['anybody', { ...ANN, groups: ['sms-support'] }]]],
  [
    'with groups',
    SUPPORT,
    [
      ['a member of one', { ...ANN, groups: ['staff', 'sms-ops'] }],
      ['a member of the only group, as text', { ...ANN, groups: 'sms-support' }],
      ['a member without an e-mail', { sub: 'ann-1', groups: ['sms-support'] }],
    ],
    [
      ['somebody without groups', ANN],
      ['somebody of other groups', { ...ANN, groups: ['staff'] }],
      ['somebody of a group with a similar name', { ...ANN, groups: ['sms-support-trainees', 'SMS-Support', 'sms'] }],
      ['somebody of a text that contains the name', { ...ANN, groups: 'staff,sms-support' }],
      ['somebody whose groups are an object', { ...ANN, groups: { 'sms-support': true } }],
      ['somebody without a subject', { groups: ['sms-support'] }],
      ['somebody whose groups are in another claim', { ...ANN, roles: ['sms-support'] }],
    ],
  ],
  [
    'with groups in another claim',
    { ...SUPPORT, groupsClaim: 'cognito:groups' },
    [['a member', { ...ANN, 'cognito:groups': ['sms-support'] }]],
    [['somebody of the usual claim', { ...ANN, groups: ['sms-support'] }]],
  ],
  [
    'with domains',
    DOMAIN,
    [
      ['a verified address', ANN],
      ['a verified address in upper case', { ...ANN, email: 'Ann@Example.ORG' }],
      ['a verified address, as Amazon Cognito says it in its user info', { ...ANN, email_verified: 'true' }],
      ['a Google Workspace account of the domain', { ...GOOGLE, hd: 'example.com' }],
    ],
    [
      ['an address that is not verified', { ...ANN, email_verified: false }],
      ['an address of which nobody says that it is verified', { sub: 'ann-1', email: 'ann@example.com' }],
      ['another domain', { ...ANN, email: 'ann@example.net' }],
      ['a subdomain', { ...ANN, email: 'ann@mail.example.com' }],
      ['a domain that ends like it', { ...ANN, email: 'ann@notexample.com' }],
      ['a domain before the last @', { ...ANN, email: 'ann@example.com@evil.example' }],
      ['a user name that looks like an address', { ...ANN, email: undefined, preferred_username: 'ann@example.com' }],
      ['a Google account with an address of the domain', GOOGLE],
      ['a Google Workspace account of another domain', { ...GOOGLE, hd: 'evil.example' }],
      ['nobody', {}],
    ],
  ],
  [
    'with domains and groups',
    { ...DOMAIN, allowedGroups: ['sms-support'] },
    [['who has both', { ...ANN, groups: ['sms-support'] }]],
    [
      ['who has the domain only', ANN],
      ['who has the group only', { sub: 'ann-1', groups: ['sms-support'] }],
    ],
  ],
  ['with any domain', ANY, [['anybody', { sub: 'ann-1' }]], [['nobody', {}]]],
])('%s', (_, access, allowed, refused) => {
  const cases = [...allowed.map((one) => [...one, true] as const), ...refused.map((one) => [...one, false] as const)];
  test.each(cases)('%s: %j may look: %s', (_name, claims, may) => {
    expect(viewerOf(claims, access) !== undefined).toBe(may);
  });
});

test.each<[roles: Access['roles'], groups: string[], has: readonly string[] | undefined]>([
  [{}, [], ROLES],
  [{ operations: ['ops'] }, [], ['support', 'finance']],
  [{ operations: ['ops'] }, ['ops'], ROLES],
  [{ operations: ['ops', 'sre'], finance: ['money'] }, ['sre'], ['support', 'operations']],
  [{ support: ['desk'], operations: ['ops'], finance: ['money'] }, ['money'], ['finance']],
  [{ support: ['desk'], operations: ['ops'], finance: ['money'] }, ['staff'], undefined],
])('with the roles %j a member of %j has %j', (roles, groups, has) => {
  expect(viewerOf({ ...ANN, groups }, { ...ANY, roles })?.roles).toEqual(has);
});

test.each<[Claims, string | undefined]>([
  [ANN, 'ann@example.com'],
  [{ sub: 'ann-1', preferred_username: 'ann@example.com' }, 'ann@example.com'],
  [{ sub: 'ann-1', preferred_username: 'ann' }, undefined],
  [{ sub: 'ann-1', email: ['ann@example.com'] }, undefined],
])('%j has the address %s', (claims, email) => {
  expect(viewerOf(claims, ANY)).toEqual({ subject: 'ann-1', ...(email !== undefined && { email }), roles: ROLES });
});
