import type { GivenSettings } from '../../../infra/read-settings.ts';
import type { SettingName } from '../../../infra/settings.ts';

export const ACCOUNT = '123456789012';
const certificate = (id: number) =>
  `arn:aws:acm:eu-west-1:${ACCOUNT}:certificate/0a1b2c3d-0000-1111-2222-33334444555${id}`;
const DOMAIN = { domainName: 'receipts.example.com', certificateArn: certificate(5) };
export const ZONE = { ...DOMAIN, hostedZoneId: 'Z0123456789ABC', zoneName: 'example.com' };
const EVENTS = { events: 'new' };
const ARCHIVE = { archive: 'on' };
const EXISTING = {
  existingReceiptsTable: 'restored',
  existingReceiptsStreamArn: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/restored/stream/2026-11-28T09:00:00.000`,
};
const RECONCILE = { reconcileSubAccounts: 'Acme_1' };
export const SIGN_IN = { pageIssuer: 'https://login.example.com', pageClientId: 'receipts' };
export const PAGE = { ...SIGN_IN, pageAllowedDomains: 'example.com' };
export const PAGE_AT_DOMAIN = {
  ...PAGE,
  pageDomainName: 'sms.example.com',
  pageCertificateArn: certificate(7),
  pageHostedZoneId: 'Z0123456789ABC',
  pageZoneName: 'example.com',
};

/** A change of one setting: what is deployed with it before and after. Before, it has its default if `from` does not name it. */
export interface SettingChange {
  readonly from: GivenSettings;
  readonly to: GivenSettings;
}

const of = (to: GivenSettings, from: GivenSettings = {}): SettingChange => ({ from, to: { ...from, ...to } });

/** A change of each setting to a value that is not its default. */
export const CHANGES: Readonly<Record<SettingName, SettingChange>> = {
  stackName: of({ stackName: 'Everything' }),
  retentionDays: of({ retentionDays: 30 }),
  setAsideRetentionDays: of({ setAsideRetentionDays: 7 }),
  indexes: of({ indexes: 'byBatchId' }),
  allowedSources: of({ allowedSources: '8x8:eu' }),
  tokenOverlapHours: of({ tokenOverlapHours: 48 }),
  throttleRate: of({ throttleRate: 500 }),
  throttleBurst: of({ throttleBurst: 500 }),
  reservedConcurrency: of({ reservedConcurrency: 50 }),
  accountConcurrency: of({ accountConcurrency: 5000 }),
  redriveConcurrency: of({ redriveConcurrency: 5 }),
  warmWriteUnits: of({ warmWriteUnits: 12_000 }),
  existingReceiptsTable: of({ existingReceiptsTable: 'restored' }),
  existingReceiptsStreamArn: of(
    { existingReceiptsStreamArn: `${EXISTING.existingReceiptsStreamArn}1` },
    { ...EVENTS, ...EXISTING },
  ),
  memorySize: of({ memorySize: 1024 }),
  architecture: of({ architecture: 'x86_64' }),
  alarms: of({ alarms: 'off' }),
  dashboard: of({ dashboard: 'off' }),
  alarmEmail: of({ alarmEmail: 'on-call@example.com' }),
  alarmTopicArn: of({ alarmTopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:on-call` }),
  ticketTopicArn: of({ ticketTopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:tickets` }),
  runbookUrl: of({ runbookUrl: 'https://example.com/runbook' }),
  silenceAlarmMinutes: of({ silenceAlarmMinutes: 60 }),
  slowDeliveryMinutes: of({ slowDeliveryMinutes: 5 }),
  lowDeliveryPercent: of({ lowDeliveryPercent: 90 }),
  stalledDeliveryMinutes: of({ stalledDeliveryMinutes: 15 }),
  stalledDeliveryPercent: of({ stalledDeliveryPercent: 80 }, { stalledDeliveryMinutes: 15 }),
  errorAlarms: of({ errorAlarms: 'on' }),
  probeMinutes: of({ probeMinutes: 5 }),
  spendAlarm: of({ spendAlarm: 'USD:100' }),
  unconfirmedCountries: of({ unconfirmedCountries: 'VN,LA' }),
  defaultCountry: of({ defaultCountry: 'PH' }),
  subAccountMetrics: of({ subAccountMetrics: 'on' }),
  domainName: of({ domainName: 'sms.example.com' }, ZONE),
  certificateArn: of({ certificateArn: certificate(6) }, DOMAIN),
  hostedZoneId: of({ hostedZoneId: 'Z9876543210ABC' }, ZONE),
  zoneName: of({ zoneName: 'receipts.example.com' }, ZONE),
  defaultEndpoint: of({ defaultEndpoint: 'off' }, DOMAIN),
  kmsKeyArn: of({ kmsKeyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0a1b2c3d-0000-1111-2222-333344445555` }),
  logRetentionDays: of({ logRetentionDays: 365 }),
  events: of(EVENTS),
  eventFields: of({ eventFields: 'source,destination' }, EVENTS),
  otherWebhooks: of({ otherWebhooks: 'forward' }, EVENTS),
  archive: of(ARCHIVE),
  archiveYears: of({ archiveYears: 10 }, ARCHIVE),
  archiveFields: of({ archiveFields: 'source' }, ARCHIVE),
  reconcileSubAccounts: of(RECONCILE),
  reconcileSchedule: of({ reconcileSchedule: 'rate(6 hours)' }, RECONCILE),
  reconcileRegion: of({ reconcileRegion: 'eu' }, RECONCILE),
  reconcileMissingPercent: of({ reconcileMissingPercent: 5 }, RECONCILE),
  pageIssuer: of(PAGE),
  pageClientId: of({ pageClientId: 'other' }, PAGE),
  pageScopes: of({ pageScopes: 'openid email' }, PAGE),
  pageGroupsClaim: of({ pageGroupsClaim: 'cognito:groups' }, PAGE),
  pageAllowedGroups: of({ pageAllowedGroups: 'SMS support,sms-ops' }, PAGE),
  pageAllowedDomains: of({ pageAllowedDomains: 'example.com,example.org' }, { ...SIGN_IN, pageAllowedGroups: 'sms' }),
  pageRoles: of({ pageRoles: 'operations=sms-ops,operations=sms-leads,finance=sms-finance' }, PAGE),
  pageSessionHours: of({ pageSessionHours: 1 }, PAGE),
  pageSetAside: of({ pageSetAside: 'on' }, PAGE),
  pageLogRetentionDays: of({ pageLogRetentionDays: 731 }, PAGE),
  pageDomainName: of({ pageDomainName: 'find.example.com' }, PAGE_AT_DOMAIN),
  pageCertificateArn: of({ pageCertificateArn: certificate(8) }, PAGE_AT_DOMAIN),
  pageHostedZoneId: of({ pageHostedZoneId: 'Z9876543210ABC' }, PAGE_AT_DOMAIN),
  pageZoneName: of({ pageZoneName: 'sms.example.com' }, PAGE_AT_DOMAIN),
  deployment: of({ deployment: 'all-at-once' }),
  removalPolicy: of({ removalPolicy: 'destroy' }),
};

const {
  alarmTopicArn: _,
  probeMinutes: __,
  existingReceiptsTable: ___,
  existingReceiptsStreamArn: ____,
  ...compatible
} = CHANGES;

/**
 * Every setting except `alarmTopicArn`, which excludes the topic that `alarmEmail` needs, `probeMinutes`, which
 * `allowedSources` excludes, and those of an existing table, which excludes `removalPolicy=destroy`.
 */
export const EVERY_SETTING: GivenSettings = {
  ...Object.assign({}, ...Object.values(compatible).map(({ to }) => to)),
  ...ZONE,
  ...PAGE_AT_DOMAIN,
  alarms: 'on',
  dashboard: 'on',
  reconcileSubAccounts: 'Acme_1,Acme_2',
};

/** Settings that create every alarm, except for that of {@link PROBE}. */
export const EVERY_ALARM = {
  silenceAlarmMinutes: '60',
  slowDeliveryMinutes: '10',
  lowDeliveryPercent: '90',
  stalledDeliveryMinutes: '10',
  errorAlarms: 'on',
  spendAlarm: 'USD:100,EUR:50',
  allowedSources: '8x8:eu',
  events: 'new',
  archive: 'on',
  reconcileSubAccounts: 'Acme_1,Acme_2',
  ...DOMAIN,
  ...PAGE,
};

/** Excludes `allowedSources`. */
export const PROBE = { probeMinutes: 5 };
