import { expect, test } from '@jest/globals';
import { readPageEnvironment } from '../../lambda/page-environment.ts';

const NEEDED = {
  RECEIPTS_TABLE: 'receipts',
  PAGE_URL: 'https://page.example.com',
  PAGE_ISSUER: 'https://login.example.com',
  PAGE_CLIENT_ID: 'page',
  PAGE_SECRET_ID: 'secret',
  PAGE_SCOPES: 'openid email',
  PAGE_GROUPS_CLAIM: 'groups',
  PAGE_SESSION_HOURS: '8',
  PAGE_LOG_GROUP: '/aws/lambda/page',
};

test('what is needed is enough, and then nobody may look', () => {
  expect(readPageEnvironment({ ...NEEDED, SET_ASIDE_TABLE: '', PAGE_ALLOWED_GROUPS: '' })).toEqual({
    receiptsTable: 'receipts',
    metricsNamespace: 'SmsReceipts',
    pageUrl: 'https://page.example.com',
    pageIssuer: 'https://login.example.com',
    pageClientId: 'page',
    pageSecretId: 'secret',
    pageScopes: 'openid email',
    pageGroupsClaim: 'groups',
    pageAllowedGroups: [],
    pageAllowedDomains: [],
    pageRoles: {},
    pageSessionHours: 8,
    pageLogGroup: '/aws/lambda/page',
    archiveFields: [],
  });
});

test('the rest is read, too', () => {
  const variables = {
    SET_ASIDE_TABLE: 'set-aside',
    METRICS_NAMESPACE: 'Trial',
    PAGE_ALLOWED_GROUPS: 'sms support, sms-ops,',
    PAGE_ALLOWED_DOMAINS: 'example.com,example.org',
    PAGE_ROLES: 'operations=sms-ops, operations=sre, finance=cn=money',
    PAGE_DEFAULT_COUNTRY: 'PH',
    PAGE_FALLBACK_QUEUE: 'fallback',
    PAGE_DEAD_LETTER_QUEUE: 'dead',
    ARCHIVE_DATABASE: 'archive',
    ARCHIVE_WORK_GROUP: 'group',
    ARCHIVE_FIELDS: 'source,text',
  };
  expect(readPageEnvironment({ ...NEEDED, ...variables })).toMatchObject({
    setAsideTable: 'set-aside',
    metricsNamespace: 'Trial',
    pageAllowedGroups: ['sms support', 'sms-ops'],
    pageAllowedDomains: ['example.com', 'example.org'],
    pageRoles: { operations: ['sms-ops', 'sre'], finance: ['cn=money'] },
    pageDefaultCountry: 'PH',
    pageFallbackQueue: 'fallback',
    pageDeadLetterQueue: 'dead',
    archiveDatabase: 'archive',
    archiveWorkGroup: 'group',
    archiveFields: ['source'],
  });
});

test.each([
  [{ PAGE_URL: undefined }, 'PAGE_URL is missing'],
  [{ PAGE_ISSUER: ' ' }, 'PAGE_ISSUER is missing'],
  [{ PAGE_SESSION_HOURS: '0' }, 'PAGE_SESSION_HOURS must be a number from 1 to 24'],
  [{ PAGE_SESSION_HOURS: '25' }, 'PAGE_SESSION_HOURS must be a number from 1 to 24'],
  [{ PAGE_SESSION_HOURS: 'long' }, 'PAGE_SESSION_HOURS must be a number from 1 to 24'],
  [{ PAGE_ROLES: 'admin=staff' }, 'PAGE_ROLES must be pairs of a role and a group, such as support=sms'],
  [{ PAGE_ROLES: 'support=' }, 'PAGE_ROLES must be pairs of a role and a group, such as support=sms'],
])('%j is refused with the name of the variable', (change, fault) => {
  expect(() => readPageEnvironment({ ...NEEDED, ...change })).toThrow(`Environment of the function: ${fault}.`);
});

test('the error lists every fault', () => {
  expect(() => readPageEnvironment({ PAGE_ROLES: 'x' })).toThrow(
    /RECEIPTS_TABLE is missing; .*PAGE_ROLES must be pairs/,
  );
});
