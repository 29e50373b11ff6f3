import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import leven from 'leven';
import * as v from 'valibot';
import { EVENT_FIELDS } from '../contract/events.ts';
import { type IndexName, RECEIPTS_TABLE } from '../contract/tables.ts';
import { REGIONS } from '../eight-by-eight/regions.ts';
import { expandSources, isSource, MAX_SOURCES_LENGTH, SOURCE_PRESETS } from './construct/allowed-sources.ts';
import { leastRetentionDays, RANGES } from './construct/limits.ts';
import { alternatives, everyHours, list, matching, oneOf, setting, wholeNumber } from './setting-types.ts';

const INDEXES = Object.keys(RECEIPTS_TABLE.indexes) as IndexName[];
const LOG_RETENTION_DAYS = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE,
);
const ANY_LOG_RETENTION = { min: 1, max: 3653 };
const EVENTS_RULE = 'must be off, new, or the name or the ARN of a bus of EventBridge';

/**
 * The settings of a deployment. Most are props of the construct under another name. `construct/sms-receipts-props.ts` has
 * their meaning and their defaults.
 */
const SETTINGS = v.object({
  /** Name of the stack, for more than one receiver in an account and Region. */
  stackName: v.optional(
    matching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'must be a letter, then up to 127 letters, digits and hyphens'),
    'SmsReceipts',
  ),
  retentionDays: setting(wholeNumber(RANGES.retentionDays)),
  setAsideRetentionDays: setting(wholeNumber(RANGES.setAsideRetentionDays)),
  /** Comma-separated, or `none`. */
  indexes: setting(
    v.pipe(
      list('none'),
      v.array(v.picklist(INDEXES, `must be ${alternatives(INDEXES)}; several with commas between them, or none alone`)),
      v.transform((names) => INDEXES.filter((name) => names.includes(name))),
    ),
  ),
  /** Comma-separated, or `any`. */
  allowedSources: setting(
    v.pipe(
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
  ),
  tokenOverlapHours: setting(wholeNumber(RANGES.tokenOverlapHours)),
  throttleRate: setting(wholeNumber(RANGES.throttleRate)),
  throttleBurst: setting(wholeNumber(RANGES.throttleBurst)),
  reservedConcurrency: setting(wholeNumber(RANGES.reservedConcurrency)),
  redriveConcurrency: setting(wholeNumber(RANGES.redriveConcurrency)),
  warmWriteUnits: setting(wholeNumber(RANGES.warmWriteUnits)),
  memorySize: setting(wholeNumber(RANGES.memorySize)),
  architecture: setting(oneOf('arm64', 'x86_64')),
  alarms: setting(oneOf('on', 'off')),
  dashboard: setting(oneOf('on', 'off')),
  /** Address for the alarms. AWS sends it one message to confirm the subscription. */
  alarmEmail: setting(matching(/^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/, 'must be an e-mail address')),
  /** An existing topic for the alarms. */
  alarmTopicArn: setting(matching(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, 'must be the ARN of a standard SNS topic')),
  runbookUrl: setting(
    matching(/^https?:\/\/[^\s#]+$/, 'must be a URL that begins with https:// or http://, without #'),
  ),
  silenceAlarmMinutes: setting(wholeNumber(RANGES.silenceAlarmMinutes)),
  slowDeliveryMinutes: setting(wholeNumber(RANGES.slowDeliveryMinutes)),
  subAccountMetrics: setting(oneOf('on', 'off')),
  /** Your own domain for the callback URL, with a certificate for it in the Region of the stack. */
  domainName: setting(matching(/^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$/, 'must be a domain name in lower case')),
  certificateArn: setting(
    matching(/^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[0-9a-f-]{36}$/, 'must be the ARN of an ACM certificate'),
  ),
  /** The zone in Route 53 that gets a record for the domain: its id and its name. */
  hostedZoneId: setting(matching(/^Z[A-Z0-9]+$/, 'must be the id of a hosted zone')),
  zoneName: setting(matching(/^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$/, 'must be a domain name in lower case')),
  /** `off` turns off the API's own host; only with a domain. */
  defaultEndpoint: setting(oneOf('on', 'off')),
  /** Your own key for everything that is stored. The stack is then in the key's account and Region. */
  kmsKeyArn: setting(
    matching(
      /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f-]{36})$/,
      'must be the ARN of a KMS key, not of an alias',
    ),
  ),
  logRetentionDays: setting(
    v.pipe(
      wholeNumber(ANY_LOG_RETENTION),
      v.picklist(LOG_RETENTION_DAYS, `must be ${alternatives(LOG_RETENTION_DAYS)}, which are those of CloudWatch Logs`),
    ),
  ),
  /** `off`, `new`, or the name or the ARN of an existing bus. */
  events: setting(
    v.pipe(
      matching(/^(arn:[\w-]+:events:[\w-]+:\d{12}:event-bus\/[\w./-]+|[\w./-]{1,256})$/, EVENTS_RULE),
      // `on` is hardly the name of a bus, and AWS would only find out when an event is published
      v.check((text) => /^(off|new)$/.test(text) || !/^(on|off|new|true|false|yes|no)$/i.test(text), EVENTS_RULE),
    ),
  ),
  /** Comma-separated, or `none`. */
  eventFields: setting(
    v.pipe(
      list('none'),
      v.array(
        v.picklist(
          EVENT_FIELDS,
          `must be ${alternatives(EVENT_FIELDS)}; both with a comma between them, or none alone`,
        ),
      ),
      v.transform((fields) => EVENT_FIELDS.filter((field) => fields.includes(field))),
    ),
  ),
  /** `forward` also publishes other webhooks. */
  otherWebhooks: setting(oneOf('keep', 'forward')),
  /** Comma-separated, or `none`. */
  reconcileSubAccounts: setting(
    v.pipe(
      list('none'),
      v.array(matching(/^[\w.&-]{3,50}$/, 'must be the id of a sub-account; several with commas between them')),
    ),
  ),
  /** Such as `rate(1 day)`; in hours here. */
  reconcileSchedule: setting(everyHours(RANGES.reconcileHours)),
  /** Platform region of the 8x8 account. */
  reconcileRegion: setting(oneOf(...REGIONS)),
  reconcileMissingPercent: setting(wholeNumber(RANGES.reconcileMissingPercent)),
  removalPolicy: setting(oneOf('retain', 'destroy')),
});

/** Names of all settings. */
export const SETTING_NAMES: readonly string[] = Object.keys(SETTINGS.entries);

/** Validated settings. The construct has defaults for the missing ones. */
export type Settings = Readonly<v.InferOutput<typeof SETTINGS>>;

/** Settings that need other settings. */
const NEEDS: Readonly<Partial<Record<keyof Settings, readonly (keyof Settings)[]>>> = {
  domainName: ['certificateArn'],
  certificateArn: ['domainName'],
  hostedZoneId: ['domainName', 'zoneName'],
  zoneName: ['domainName', 'hostedZoneId'],
  defaultEndpoint: ['domainName'],
};
const NEED_ALARMS: readonly (keyof Settings)[] = [
  'alarmEmail',
  'alarmTopicArn',
  'silenceAlarmMinutes',
  'slowDeliveryMinutes',
];

/** Settings from a source, not validated. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/** Settings are wrong or unknown. The message has one line for each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Settings from the CDK context and a settings file, not validated. The context wins. */
export function givenSettings(context: GivenSettings, file: { settings: GivenSettings }): GivenSettings {
  return { ...file.settings, ...ownContext(context) };
}

function ownContext(context: GivenSettings): GivenSettings {
  return Object.fromEntries(Object.entries(context).filter(([name]) => !isCdkKey(name)));
}

/**
 * Validates the settings from the CDK context and a settings file. The context wins.
 *
 * @throws SettingsError that names every wrong value, and every name that is unknown to us and to the CDK
 */
export function readSettings(context: GivenSettings, file: { path: string; settings: GivenSettings }): Settings {
  const own = ownContext(context);
  const given = givenSettings(context, file);
  const result = v.safeParse(SETTINGS, given, { abortPipeEarly: true });
  const wrong = (result.issues ?? []).map((issue) => `${assigned(`${issue.path?.[0]?.key}`)}: ${describe(issue)}`);
  const unknown = Object.keys(given)
    .filter((name) => !SETTING_NAMES.includes(name))
    .map((name) => `${assigned(name)}: no setting has this name; ${suggestion(name)}`);
  const missing = Object.entries(NEEDS).flatMap(([name, needed]) =>
    needed
      .filter((other) => Object.hasOwn(given, name) && !Object.hasOwn(given, other))
      .map((other) => `${assigned(name)}: needs ${other} as well`),
  );
  const ineffective = NEED_ALARMS.filter((name) => given.alarms === 'off' && Object.hasOwn(given, name)).map(
    (name) => `${assigned(name)}: has no effect, because alarms is off`,
  );
  const together = result.success
    ? [...withoutEvents(result.output), ...withoutSubAccounts(result.output), ...shortRetention(result.output)]
    : [];
  if (!result.success || unknown.length + missing.length + ineffective.length + together.length > 0) {
    const lines = [...wrong, ...missing, ...ineffective, ...together, ...unknown];
    throw new SettingsError(['Wrong settings:', ...lines].join('\n  '));
  }
  return result.output;

  function assigned(name: string): string {
    const source = Object.hasOwn(own, name) ? 'CDK context' : file.path;
    return `${name} is ${JSON.stringify(given[name])} (${source})`;
  }
}

/** Event settings without events. */
function withoutEvents({ events = 'off', eventFields = [], otherWebhooks = 'keep' }: Settings): string[] {
  if (events !== 'off') return [];
  const given = [
    ...(eventFields.length > 0 ? ['eventFields'] : []),
    ...(otherWebhooks === 'forward' ? ['otherWebhooks'] : []),
  ];
  return given.map((name) => `${name} needs events: set events to new, or to the name or the ARN of a bus`);
}

/** Reconcile settings without sub-accounts. */
function withoutSubAccounts({ reconcileSubAccounts = [], ...settings }: Settings): string[] {
  if (reconcileSubAccounts.length > 0) return [];
  const names = ['reconcileSchedule', 'reconcileRegion', 'reconcileMissingPercent'] as const;
  return names
    .filter((name) => settings[name] !== undefined)
    .map((name) => `${name} needs reconcileSubAccounts: set it to the ids of the sub-accounts whose logs are read`);
}

/** A retention so short that items expire before the vendor's log is last read. */
function shortRetention({ reconcileSubAccounts = [], reconcileSchedule = 24, retentionDays }: Settings): string[] {
  const least = leastRetentionDays(reconcileSchedule);
  if (reconcileSubAccounts.length === 0 || retentionDays === undefined || retentionDays >= least) return [];
  return [
    `retentionDays must be at least ${least} with reconcileSubAccounts: an item that has expired would look as if it was lost`,
  ];
}

/** The CDK's feature flags and marks such as `@aws-cdk/…` and `aws:cdk:…`, cached look-ups, and two keys of its CLI. */
function isCdkKey(name: string): boolean {
  return /^@|:/.test(name) || name === 'cli-telemetry' || name === 'acknowledged-issue-numbers';
}

function describe(issue: v.BaseIssue<unknown>): string {
  const isItem = issue.path !== undefined && issue.path.length > 1;
  return isItem ? `${JSON.stringify(issue.input)} ${issue.message}` : issue.message;
}

/** Suggests the most similar setting, or lists all if none is similar. */
function suggestion(name: string): string {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  const [nearest = '', distance = 0] = SETTING_NAMES.map(
    (known) => [known, leven(plain(known), plain(name))] as const,
  ).reduce((best, next) => (next[1] < best[1] ? next : best));
  return distance <= nearest.length / 3 ? `did you mean ${nearest}?` : `there are ${SETTING_NAMES.join(', ')}`;
}
