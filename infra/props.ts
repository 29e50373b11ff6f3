import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { apiUrlOf } from '../eight-by-eight/regions.ts';
import type { SmsReceiptsProps } from './construct/sms-receipts-props.ts';
import type { Settings } from './settings.ts';

const REMOVAL_POLICIES = { retain: RemovalPolicy.RETAIN, destroy: RemovalPolicy.DESTROY };
const ARCHITECTURES = { arm64: Architecture.ARM_64, x86_64: Architecture.X86_64 };
const IS_ON = { on: true, off: false };

/** The settings as props of the construct. Those that refer to other resources are left to the stack. */
export function toProps(settings: Settings): SmsReceiptsProps {
  return withoutUndefined({
    name: settings.stackName,
    retention: given(settings.retentionDays, Duration.days),
    setAsideRetention: given(settings.setAsideRetentionDays, Duration.days),
    indexes: settings.indexes,
    allowedSources: settings.allowedSources,
    throttle: withoutUndefined({ rateLimit: settings.throttleRate, burstLimit: settings.throttleBurst }),
    tokenOverlap: given(settings.tokenOverlapHours, Duration.hours),
    reservedConcurrency: settings.reservedConcurrency,
    redriveConcurrency: settings.redriveConcurrency,
    warmWriteUnits: settings.warmWriteUnits,
    memorySize: settings.memorySize,
    architecture: given(settings.architecture, (name) => ARCHITECTURES[name]),
    removalPolicy: given(settings.removalPolicy, (name) => REMOVAL_POLICIES[name]),
    logRetention: settings.logRetentionDays,
    alarms: given(settings.alarms, (name) => IS_ON[name]),
    dashboard: given(settings.dashboard, (name) => IS_ON[name]),
    runbookUrl: settings.runbookUrl,
    silenceAlarm: given(settings.silenceAlarmMinutes, Duration.minutes),
    slowDelivery: given(settings.slowDeliveryMinutes, Duration.minutes),
    subAccountMetrics: given(settings.subAccountMetrics, (name) => IS_ON[name]),
    reconcile: toReconcileProps(settings),
  });
}

function toReconcileProps(settings: Settings): SmsReceiptsProps['reconcile'] {
  const { reconcileSubAccounts: subAccounts = [], reconcileRegion: region = 'apac' } = settings;
  if (subAccounts.length === 0) return undefined;
  const optional = withoutUndefined({
    every: given(settings.reconcileSchedule, Duration.hours),
    missingShare: given(settings.reconcileMissingPercent, (percent) => percent / 100),
  });
  return { subAccounts, apiUrl: apiUrlOf(region), ...optional };
}

function given<T, U>(value: T | undefined, toProp: (value: T) => U): U | undefined {
  return value === undefined ? undefined : toProp(value);
}

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** An optional prop of CDK may be missing, and may not be `undefined`. */
function withoutUndefined<T extends object>(props: T): Defined<T> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as Defined<T>;
}
