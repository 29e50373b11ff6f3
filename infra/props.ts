import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { apiUrlOf } from '../eight-by-eight/regions.ts';
import type { SmsReceiptsProps } from './construct/sms-receipts-props.ts';
import type { Settings } from './settings.ts';

const REMOVAL_POLICIES = { retain: RemovalPolicy.RETAIN, destroy: RemovalPolicy.DESTROY };
const ARCHITECTURES = { arm64: Architecture.ARM_64, x86_64: Architecture.X86_64 };
const IS_ON = { on: true, off: false };

/** Converts settings to props of the construct. The stack adds those that refer to other resources. */
export function toProps(settings: Settings): SmsReceiptsProps {
  return withoutUndefined({
    name: settings.stackName,
    retention: mapDefined(settings.retentionDays, Duration.days),
    setAsideRetention: mapDefined(settings.setAsideRetentionDays, Duration.days),
    indexes: settings.indexes,
    allowedSources: settings.allowedSources,
    throttle: withoutUndefined({ rateLimit: settings.throttleRate, burstLimit: settings.throttleBurst }),
    tokenOverlap: mapDefined(settings.tokenOverlapHours, Duration.hours),
    reservedConcurrency: settings.reservedConcurrency,
    redriveConcurrency: settings.redriveConcurrency,
    warmWriteUnits: settings.warmWriteUnits,
    memorySize: settings.memorySize,
    architecture: mapDefined(settings.architecture, (name) => ARCHITECTURES[name]),
    removalPolicy: mapDefined(settings.removalPolicy, (name) => REMOVAL_POLICIES[name]),
    logRetention: settings.logRetentionDays,
    alarms: mapDefined(settings.alarms, (name) => IS_ON[name]),
    dashboard: mapDefined(settings.dashboard, (name) => IS_ON[name]),
    runbookUrl: settings.runbookUrl,
    silenceAlarm: mapDefined(settings.silenceAlarmMinutes, Duration.minutes),
    slowDelivery: mapDefined(settings.slowDeliveryMinutes, Duration.minutes),
    subAccountMetrics: mapDefined(settings.subAccountMetrics, (name) => IS_ON[name]),
    reconcile: toReconcileProps(settings),
  });
}

function toReconcileProps(settings: Settings): SmsReceiptsProps['reconcile'] {
  const { reconcileSubAccounts: subAccounts = [], reconcileRegion: region = 'apac' } = settings;
  if (subAccounts.length === 0) return undefined;
  const optional = withoutUndefined({
    every: mapDefined(settings.reconcileSchedule, Duration.hours),
    missingShare: mapDefined(settings.reconcileMissingPercent, (percent) => percent / 100),
  });
  return { subAccounts, apiUrl: apiUrlOf(region), ...optional };
}

function mapDefined<T, U>(value: T | undefined, toProp: (value: T) => U): U | undefined {
  return value === undefined ? undefined : toProp(value);
}

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Optional props of the CDK may be missing but not `undefined`. */
function withoutUndefined<T extends object>(props: T): Defined<T> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as Defined<T>;
}
