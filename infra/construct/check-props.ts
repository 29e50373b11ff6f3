import { Duration, Token } from 'aws-cdk-lib';
import { ARCHIVE_FIELDS } from '../../contract/archive.ts';
import { DEFAULTS } from '../../contract/defaults.ts';
import { EVENT_FIELDS } from '../../contract/events.ts';
import { type IndexName, RECEIPTS_TABLE } from '../../contract/tables.ts';
import { apiUrlProblem } from '../../eight-by-eight/api-url.ts';
import { DEPLOYMENTS } from './canary.ts';
import { checkPage } from './check-page.ts';
import { checkIsKnown, checkName, checkNames } from './checks.ts';
import {
  ARCHIVE_RANGES,
  checkRanges,
  leastRetentionDays,
  RANGES,
  RECONCILE_RANGES,
  THROTTLE_RANGES,
} from './ranges.ts';
import { DEFAULT_RECONCILE_EVERY } from './reconciler.ts';
import type { SmsReceiptsProps } from './sms-receipts-props.ts';

export const ALL_INDEXES = Object.keys(RECEIPTS_TABLE.indexes) as IndexName[];
export const DEFAULT_RETENTION = Duration.days(DEFAULTS.retentionDays);
/** ISO 4217. */
const CURRENCY = /^[A-Z]{3}$/;

/** Props with their defaults. */
interface ResolvedProps {
  readonly name: string;
  readonly alarmsAreOn: boolean;
  readonly deployment: string;
  readonly sourceList: string;
  readonly spendAlarm: Readonly<Record<string, number>>;
}

/** @throws Error that names the wrong prop and its rule */
export function checkProps(
  props: SmsReceiptsProps,
  { name, alarmsAreOn, deployment, sourceList, spendAlarm }: ResolvedProps,
): void {
  checkName(name);
  checkIsKnown('bundles', props.bundles);
  checkNames('indexes', props.indexes, ALL_INDEXES);
  checkNames('events.fields', props.events?.fields, EVENT_FIELDS);
  checkRanges(props, RANGES);
  checkNames('deployment', [deployment], DEPLOYMENTS);
  if (deployment === 'canary' && !alarmsAreOn) {
    throw new Error('SmsReceipts: deployment canary needs alarms: nothing else would roll it back.');
  }
  // An alarm goes off at a share of them
  checkIsKnown('accountConcurrency', props.accountConcurrency);
  checkIsKnown('throttle.rateLimit', props.throttle?.rateLimit);
  checkRanges(props.throttle ?? {}, THROTTLE_RANGES, 'throttle.');
  checkReconcile(props);
  if (props.probe !== undefined && sourceList !== '') {
    throw new Error(
      'SmsReceipts: probe needs an endpoint without allowedSources: its function has no fixed address, and would be refused.',
    );
  }
  checkSpendAlarm(spendAlarm);
  checkArchive(name, props);
  if (props.page !== undefined) checkPage(props.page);
}

function checkSpendAlarm(amounts: Readonly<Record<string, number>>): void {
  for (const [currency, amount] of Object.entries(amounts)) {
    checkIsKnown('spendAlarm', amount);
    if (CURRENCY.test(currency) && amount > 0) continue;
    throw new Error(
      `SmsReceipts: spendAlarm is ${currency} ${amount}: must be a currency such as USD, and an amount above 0.`,
    );
  }
}

function checkArchive(name: string, { archive }: SmsReceiptsProps): void {
  if (archive === undefined) return;
  checkRanges(archive, ARCHIVE_RANGES, 'archive.');
  // A lifecycle rule and a name in lower case are computed from them
  checkIsKnown('archive.years', archive.years);
  checkIsKnown('name', name);
  checkNames('archive.fields', archive.fields, ARCHIVE_FIELDS);
}

function checkReconcile({ reconcile, retention = DEFAULT_RETENTION }: SmsReceiptsProps): void {
  if (reconcile === undefined) return;
  const { subAccounts, every = DEFAULT_RECONCILE_EVERY, missingShare, apiUrl } = reconcile;
  checkRanges(reconcile, RECONCILE_RANGES, 'reconcile.');
  checkIsKnown('reconcile.subAccounts', subAccounts);
  checkIsKnown('reconcile.missingShare', missingShare);
  const least = leastRetentionDays(every.toHours());
  if (retention.toDays() < least) {
    throw new Error(
      `SmsReceipts: retention in days is ${retention.toDays()}: must be at least ${least} with reconcile: an item that has expired would look as if it was lost.`,
    );
  }
  if (subAccounts.length === 0 || new Set(subAccounts).size < subAccounts.length) {
    throw new Error('SmsReceipts: reconcile.subAccounts must name at least one sub-account, and each once.');
  }
  const problem = apiUrl === undefined || Token.isUnresolved(apiUrl) ? undefined : apiUrlProblem(apiUrl);
  if (problem !== undefined) throw new Error(`SmsReceipts: reconcile.apiUrl is ${apiUrl}: ${problem}.`);
  if (missingShare !== undefined && !(missingShare > 0 && missingShare <= 1)) {
    throw new Error(`SmsReceipts: reconcile.missingShare is ${missingShare}: must be above 0 and up to 1.`);
  }
}
