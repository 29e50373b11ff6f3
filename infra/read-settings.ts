import leven from 'leven';
import * as v from 'valibot';
import { DEFAULTS } from '../contract/defaults.ts';
import { ANY_DOMAIN } from '../contract/page.ts';
import { leastRetentionDays } from './construct/ranges.ts';
import { PAGE_SETTINGS } from './page-settings.ts';
import { SETTING_NAMES, SETTINGS, type SettingName, type Settings } from './settings.ts';

const RULES = v.object(
  Object.fromEntries(SETTING_NAMES.map((name) => [name, v.exactOptional<v.GenericSchema>(SETTINGS[name].rule)])),
);

/** Settings that need other settings. */
const NEEDS: Readonly<Partial<Record<SettingName, readonly SettingName[]>>> = {
  domainName: ['certificateArn'],
  certificateArn: ['domainName'],
  hostedZoneId: ['domainName', 'zoneName'],
  zoneName: ['domainName', 'hostedZoneId'],
  defaultEndpoint: ['domainName'],
  existingReceiptsStreamArn: ['existingReceiptsTable'],
  stalledDeliveryPercent: ['stalledDeliveryMinutes'],
  archiveYears: ['archive'],
  archiveFields: ['archive'],
  ...Object.fromEntries(Object.keys(PAGE_SETTINGS).map((name) => [name, ['pageIssuer']])),
  pageIssuer: ['pageClientId'],
  pageDomainName: ['pageIssuer', 'pageCertificateArn'],
  pageCertificateArn: ['pageIssuer', 'pageDomainName'],
  pageHostedZoneId: ['pageIssuer', 'pageDomainName', 'pageZoneName'],
  pageZoneName: ['pageIssuer', 'pageDomainName', 'pageHostedZoneId'],
};
const NEED_ALARMS: readonly SettingName[] = [
  'alarmEmail',
  'alarmTopicArn',
  'ticketTopicArn',
  'silenceAlarmMinutes',
  'slowDeliveryMinutes',
  'lowDeliveryPercent',
  'stalledDeliveryMinutes',
  'stalledDeliveryPercent',
  'errorAlarms',
  'spendAlarm',
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

/** Without the features that are off, and the settings that belong to them: one setting removes a feature. */
function withoutOff(given: GivenSettings): GivenSettings {
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => !isOff(name, value) && !belongsToOff(name, given)),
  );
}

/** Whether a setting needs another one that says that its feature is to be left out. */
export function belongsToOff(name: string, given: GivenSettings): boolean {
  const needed = NEEDS[name as SettingName] ?? [];
  return needed.some((other) => isOff(other, given[other]));
}

/** Whether the value says that a feature is to be left out. */
export function isOff(name: string, value: unknown): boolean {
  return Object.hasOwn(SETTINGS, name) && SETTINGS[name as SettingName].off === `${value}`;
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
  const given = withoutOff(givenSettings(context, file));
  const { output, issues, success } = v.safeParse(RULES, given, { abortPipeEarly: true });
  const wrong = (issues ?? []).map((issue) => `${assigned(`${issue.path?.[0]?.key}`)}: ${describe(issue)}`);
  const unknown = Object.keys(given)
    .filter((name) => !Object.hasOwn(SETTINGS, name))
    .map((name) => `${assigned(name)}: no setting has this name; ${suggestion(name)}`);
  const missing = Object.entries(NEEDS).flatMap(([name, needed]) =>
    needed
      .filter((other) => Object.hasOwn(given, name) && !Object.hasOwn(given, other))
      .map((other) => `${assigned(name)}: needs ${other} as well`),
  );
  const ineffective = NEED_ALARMS.filter((name) => given.alarms === 'off' && Object.hasOwn(given, name)).map(
    (name) => `${assigned(name)}: has no effect, because alarms is off`,
  );
  const settings: Settings = { stackName: DEFAULTS.stackName, ...(output as Partial<Settings>) };
  const together = success ? [...conflicts(settings)] : [];
  if (!success || unknown.length + missing.length + ineffective.length + together.length > 0) {
    const lines = [...wrong, ...missing, ...ineffective, ...together, ...unknown];
    throw new SettingsError(['Wrong settings:', ...lines].join('\n  '));
  }
  return settings;

  function assigned(name: string): string {
    const source = Object.hasOwn(own, name) ? 'CDK context' : file.path;
    return `${name} is ${JSON.stringify(given[name])} (${source})`;
  }
}

/** What is wrong with settings that are valid one by one. */
function* conflicts(settings: Settings): Generator<string> {
  const { events, eventFields = [], otherWebhooks, probeMinutes, allowedSources = [], deployment, alarms } = settings;
  const withoutEvents = 'needs events: set events to new, or to the name or the ARN of a bus';
  if (events === undefined && eventFields.length > 0) yield `eventFields ${withoutEvents}`;
  if (events === undefined && otherWebhooks === 'forward') yield `otherWebhooks ${withoutEvents}`;
  if (probeMinutes !== undefined && allowedSources.length > 0)
    yield 'probeMinutes needs allowedSources=any: the function of the probe has no fixed address, and would be refused';
  if (deployment === 'canary' && alarms === 'off')
    yield 'deployment=canary needs alarms=on: nothing else would roll it back';
  yield* reconcileConflicts(settings);
  const { pageIssuer, pageAllowedGroups = [], pageAllowedDomains = [] } = settings;
  if (pageIssuer !== undefined && pageAllowedGroups.length + pageAllowedDomains.length === 0)
    yield `pageIssuer needs pageAllowedGroups or pageAllowedDomains: who may look. pageAllowedDomains=${ANY_DOMAIN} lets in everyone who can sign in`;
}

function* reconcileConflicts({ reconcileSubAccounts, retentionDays, ...settings }: Settings): Generator<string> {
  if (reconcileSubAccounts === undefined) {
    for (const name of ['reconcileSchedule', 'reconcileRegion', 'reconcileMissingPercent'] as const)
      if (settings[name] !== undefined)
        yield `${name} needs reconcileSubAccounts: set it to the ids of the sub-accounts whose logs are read`;
    return;
  }
  const least = leastRetentionDays(settings.reconcileSchedule ?? DEFAULTS.reconcileHours);
  if (retentionDays !== undefined && retentionDays < least)
    yield `retentionDays must be at least ${least} with reconcileSubAccounts: an item that has expired would look as if it was lost`;
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
