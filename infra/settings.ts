import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { isSupportedCountry } from 'libphonenumber-js/min';
import * as v from 'valibot';
import { ARCHIVE_FIELDS } from '../contract/archive.ts';
import { DEFAULTS } from '../contract/defaults.ts';
import { EVENT_FIELDS } from '../contract/events.ts';
import { type IndexName, RECEIPTS_TABLE } from '../contract/tables.ts';
import { apiUrlOf, REGIONS } from '../eight-by-eight/regions.ts';
import { expandSources, isSource, MAX_SOURCES_LENGTH, SOURCE_PRESETS } from './construct/allowed-sources.ts';
import { DEPLOYMENTS } from './construct/canary.ts';
import { ARCHIVE_RANGES, RANGES, type Range, RECONCILE_RANGES, THROTTLE_RANGES } from './construct/ranges.ts';
import type { SmsReceiptsProps } from './construct/sms-receipts-props.ts';
import { PAGE_SETTINGS } from './page-settings.ts';
import { type PartOfProps, type Setting, setting } from './setting.ts';
import {
  alternatives,
  certificateArn,
  daysOfLogs,
  domain,
  everyHours,
  hostedZoneId,
  list,
  matching,
  namesOf,
  oneOf,
  onOrOff,
  wholeNumber,
} from './setting-rules.ts';

const INDEXES = Object.keys(RECEIPTS_TABLE.indexes) as IndexName[];
const EVENTS_RULE = 'must be off, new, or the name or the ARN of a bus of EventBridge';

const TOPIC_ARN = /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/;
const TOPIC_RULE = 'must be the ARN of a standard SNS topic';

/** All settings. `construct/sms-receipts-props.ts` has their meaning. */
export const SETTINGS = {
  /** Name of the stack, for more than one receiver in an account and Region. */
  stackName: setting({
    rule: matching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'must be a letter, then up to 127 letters, digits and hyphens'),
    default: DEFAULTS.stackName,
    toProps: (name) => ({ name }),
  }),
  retentionDays: inRange('retention', DEFAULTS.retentionDays),
  setAsideRetentionDays: inRange('setAsideRetention', DEFAULTS.setAsideRetentionDays),
  indexes: setting({
    rule: namesOf(INDEXES, { many: 'several with commas' }),
    default: INDEXES,
    toProps: (indexes) => ({ indexes }),
  }),
  allowedSources: setting({
    rule: v.pipe(
      list('any'),
      v.array(
        v.pipe(
          v.string(),
          v.check(
            isSource,
            `must be an address, a CIDR block such as 192.0.2.0/24, ${alternatives(SOURCE_PRESETS)}; several with commas between them, or any alone`,
          ),
        ),
      ),
      v.transform((sources) => expandSources(sources)),
      v.check(
        (sources) => sources.join(',').length <= MAX_SOURCES_LENGTH,
        `must have no more than ${MAX_SOURCES_LENGTH} characters in all`,
      ),
    ),
    default: 'any',
    toProps: (allowedSources) => ({ allowedSources }),
  }),
  tokenOverlapHours: inRange('tokenOverlap', DEFAULTS.tokenOverlapHours),
  throttleRate: setting({
    rule: wholeNumber(THROTTLE_RANGES.rateLimit),
    toProps: (rateLimit) => ({ throttle: { rateLimit } }),
  }),
  throttleBurst: setting({
    rule: wholeNumber(THROTTLE_RANGES.burstLimit),
    toProps: (burstLimit) => ({ throttle: { burstLimit } }),
  }),
  reservedConcurrency: inRange('reservedConcurrency'),
  accountConcurrency: inRange('accountConcurrency', DEFAULTS.accountConcurrency),
  redriveConcurrency: inRange('redriveConcurrency', DEFAULTS.redriveConcurrency),
  warmWriteUnits: inRange('warmWriteUnits'),
  /** Name of a table to use instead of a new receipts table. */
  existingReceiptsTable: setting({
    rule: matching(/^[\w.-]{3,255}$/, 'must be the name of a table'),
    off: 'none',
    toProps: (tableName, stack, { existingReceiptsStreamArn: arn }) => ({
      existingReceiptsTable: TableV2.fromTableAttributes(stack, 'ExistingReceiptsTable', {
        tableName,
        grantIndexPermissions: true,
        ...(arn !== undefined && { tableStreamArn: `${arn}` }),
      }),
    }),
  }),
  /** Its stream; needed with events. */
  existingReceiptsStreamArn: setting({
    rule: matching(
      /^arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/[\w.-]+\/stream\/[\w:.-]+$/,
      'must be the ARN of the stream of a table',
    ),
  }),
  memorySize: inRange('memorySize', DEFAULTS.memorySize),
  architecture: setting({
    rule: oneOf('arm64', 'x86_64'),
    default: 'arm64',
    toProps: (name) => ({ architecture: { arm64: Architecture.ARM_64, x86_64: Architecture.X86_64 }[name] }),
  }),
  alarms: turnedOn('alarms', 'on'),
  dashboard: turnedOn('dashboard', 'on'),
  /** Address for the alarms. AWS sends it one message to confirm the subscription. */
  alarmEmail: setting({
    rule: matching(/^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/, 'must be an e-mail address'),
    off: 'none',
  }),
  /** An existing topic for the alarms. */
  alarmTopicArn: setting({
    rule: matching(TOPIC_ARN, TOPIC_RULE),
    off: 'none',
    toProps: (arn, stack) => ({ alarmTopic: Topic.fromTopicArn(stack, 'AlarmTopic', arn) }),
  }),
  /** An existing topic for the alarms that can wait. */
  ticketTopicArn: setting({
    rule: matching(TOPIC_ARN, TOPIC_RULE),
    off: 'none',
    toProps: (arn, stack) => ({ ticketTopic: Topic.fromTopicArn(stack, 'TicketTopic', arn) }),
  }),
  runbookUrl: setting({
    rule: matching(/^https?:\/\/[^\s#]+$/, 'must be a URL that begins with https:// or http://, without #'),
    toProps: (runbookUrl) => ({ runbookUrl }),
  }),
  silenceAlarmMinutes: inRange('silenceAlarm'),
  slowDeliveryMinutes: inRange('slowDelivery'),
  lowDeliveryPercent: inRange('lowDeliveryRate'),
  stalledDeliveryMinutes: inRange('stalledDelivery'),
  stalledDeliveryPercent: inRange('stalledDeliveryPercent', DEFAULTS.stalledDeliveryPercent),
  errorAlarms: turnedOn('errorAlarms', 'off'),
  probeMinutes: inRange('probe'),
  /** Such as `USD:100,EUR:50`. */
  spendAlarm: setting({
    rule: v.pipe(
      list('none'),
      v.array(
        matching(
          /^[A-Z]{3}:\d*[1-9]\d*$/,
          'must be a currency and an amount a day, such as USD:100; several with commas between them, or none',
        ),
      ),
    ),
    default: 'none',
    toProps: (amounts) => ({
      spendAlarm: Object.fromEntries(
        amounts.map((text) => [text.slice(0, text.indexOf(':')), Number(text.slice(text.indexOf(':') + 1))]),
      ),
    }),
  }),
  /** Countries whose operators never confirm a delivery. Only the tool reads it, from the outputs of the stack. */
  unconfirmedCountries: setting({
    rule: v.pipe(
      list('none'),
      v.array(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'must be the ISO code of a country, such as VN'))),
    ),
    default: 'none',
    toProps: () => ({}),
  }),
  /** Country of the numbers without country code that people look up: on the hosted page; in the tool, from the outputs of the stack. */
  defaultCountry: setting({
    rule: v.pipe(v.string(), v.check(isSupportedCountry, 'must be the ISO code of a country, such as PH')),
    toProps: (defaultCountry, _, { pageIssuer }) => (pageIssuer === undefined ? {} : { page: { defaultCountry } }),
  }),
  subAccountMetrics: turnedOn('subAccountMetrics', 'off'),
  /** Your own domain for the callback URL, with a certificate for it in the Region of the stack. */
  domainName: setting({ rule: domain, off: 'none', toProps: (name) => ({ domain: { name } }) }),
  certificateArn: setting({
    rule: certificateArn,
    toProps: (arn, stack) => ({ domain: { certificate: Certificate.fromCertificateArn(stack, 'Certificate', arn) } }),
  }),
  /** The zone in Route 53 that gets a record for the domain: its id and its name. */
  hostedZoneId: setting({
    rule: hostedZoneId,
    toProps: (id, stack, { zoneName }) => ({
      domain: {
        hostedZone: HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: id, zoneName: `${zoneName}` }),
      },
    }),
  }),
  zoneName: setting({ rule: domain }),
  /** `off` turns off the API's own host; only with a domain. */
  defaultEndpoint: setting({
    rule: onOrOff,
    default: 'on',
    toProps: (endpoint) => ({ domain: { disableDefaultEndpoint: endpoint === 'off' } }),
  }),
  /** Your own key for everything that is stored. The stack is then in the key's account and Region. */
  kmsKeyArn: setting({
    rule: matching(
      /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f-]{36})$/,
      'must be the ARN of a KMS key, not of an alias',
    ),
    off: 'none',
    toProps: (arn, stack) => ({ encryptionKey: Key.fromKeyArn(stack, 'Key', arn) }),
  }),
  logRetentionDays: setting({
    rule: daysOfLogs,
    default: DEFAULTS.logRetentionDays,
    toProps: (logRetention) => ({ logRetention }),
  }),
  /** `off`, `new`, or the name or the ARN of an existing bus. */
  events: setting({
    rule: v.pipe(
      matching(/^(arn:[\w-]+:events:[\w-]+:\d{12}:event-bus\/[\w./-]+|[\w./-]{1,256})$/, EVENTS_RULE),
      // `on` is hardly the name of a bus, and AWS would only find out when an event is published
      v.check((text) => /^(off|new)$/.test(text) || !/^(on|off|new|true|false|yes|no)$/i.test(text), EVENTS_RULE),
    ),
    default: 'off',
    off: 'off',
    toProps: (events, stack) => {
      if (events === 'new') return { events: {} };
      const from = events.startsWith('arn:') ? EventBus.fromEventBusArn : EventBus.fromEventBusName;
      return { events: { bus: from(stack, 'EventBus', events) } };
    },
  }),
  eventFields: setting({
    rule: namesOf(EVENT_FIELDS, { many: 'both with a comma' }),
    default: 'none',
    toProps: (fields) => (fields.length === 0 ? {} : { events: { fields } }),
  }),
  /** `forward` also publishes other webhooks. */
  otherWebhooks: setting({
    rule: oneOf('keep', 'forward'),
    default: 'keep',
    toProps: (webhooks) => (webhooks === 'keep' ? {} : { events: { otherWebhooks: true } }),
  }),
  archive: setting({
    rule: onOrOff,
    default: 'off',
    off: 'off',
    toProps: (archive) => (archive === 'on' ? { archive: {} } : {}),
  }),
  archiveYears: setting({
    rule: wholeNumber(ARCHIVE_RANGES.years),
    default: DEFAULTS.archiveYears,
    toProps: (years) => ({ archive: { years } }),
  }),
  /** Personal data that the archive has. */
  archiveFields: setting({
    rule: oneOf('none', ...ARCHIVE_FIELDS),
    default: 'none',
    toProps: (field) => (field === 'none' ? {} : { archive: { fields: [field] } }),
  }),
  reconcileSubAccounts: setting({
    rule: v.pipe(
      list('none'),
      v.array(matching(/^[\w.&-]{3,50}$/, 'must be the id of a sub-account; several with commas between them')),
    ),
    default: 'none',
    off: 'none',
    toProps: (subAccounts) => ({ reconcile: { subAccounts } }),
  }),
  /** Such as `rate(1 day)`; in hours when it is valid. */
  reconcileSchedule: setting({
    rule: everyHours(RECONCILE_RANGES.every),
    default: `rate(${DEFAULTS.reconcileHours / 24} day)`,
    toProps: (hours) => ({ reconcile: { every: Duration.hours(hours) } }),
  }),
  /** Platform region of the 8x8 account. */
  reconcileRegion: setting({
    rule: oneOf(...REGIONS),
    default: 'apac',
    toProps: (region) => ({ reconcile: { apiUrl: apiUrlOf(region) } }),
  }),
  reconcileMissingPercent: setting({
    rule: wholeNumber({ min: 1, max: 100 }),
    default: DEFAULTS.reconcileMissingPercent,
    toProps: (percent) => ({ reconcile: { missingShare: percent / 100 } }),
  }),
  ...PAGE_SETTINGS,
  /** How a new version of the receive function gets its requests. */
  deployment: setting({
    rule: oneOf(...DEPLOYMENTS),
    default: 'canary',
    toProps: (deployment) => ({ deployment }),
  }),
  removalPolicy: setting({
    rule: oneOf('retain', 'destroy'),
    default: 'retain',
    toProps: (policy) => ({
      removalPolicy: { retain: RemovalPolicy.RETAIN, destroy: RemovalPolicy.DESTROY }[policy],
    }),
  }),
};

export type SettingName = keyof typeof SETTINGS;

/** Valid settings. The construct has defaults for the missing ones. */
export type Settings = {
  readonly [name in SettingName]?: v.InferOutput<(typeof SETTINGS)[name]['rule']>;
} & { readonly stackName: string };

/** Names of all settings. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** Converts settings to props of the construct. */
export function toProps(settings: Settings, stack: Construct): SmsReceiptsProps {
  const parts = Object.entries(settings).map(([name, value]) => {
    const { toProps: convert } = SETTINGS[name as SettingName] as unknown as Setting<v.GenericSchema>;
    return convert?.(value, stack, settings) ?? {};
  });
  // The rules see to it that no group is incomplete
  return parts.reduce(merged, {}) as SmsReceiptsProps;
}

function merged(
  props: PartOfProps,
  { throttle, domain, events, archive, reconcile, page, ...others }: PartOfProps,
): PartOfProps {
  return {
    ...props,
    ...others,
    ...(throttle && { throttle: { ...props.throttle, ...throttle } }),
    ...(domain && { domain: { ...props.domain, ...domain } }),
    ...(events && { events: { ...props.events, ...events } }),
    ...(archive && { archive: { ...props.archive, ...archive } }),
    ...(reconcile && { reconcile: { ...props.reconcile, ...reconcile } }),
    ...(page && { page: { ...props.page, ...page } }),
  };
}

/** A setting that is a boolean prop. */
function turnedOn(prop: 'alarms' | 'dashboard' | 'errorAlarms' | 'subAccountMetrics', initial: 'on' | 'off') {
  return setting({ rule: onOrOff, default: initial, toProps: (value) => ({ [prop]: value === 'on' }) });
}

/** A setting that is a prop with a range, in the unit of the range. */
function inRange(prop: keyof typeof RANGES, initial?: number) {
  const range: Range = RANGES[prop];
  return setting({
    rule: wholeNumber(range),
    ...(initial !== undefined && { default: initial }),
    toProps: (value) => ({ [prop]: range.unit === undefined ? value : Duration[range.unit](value) }),
  });
}
