import { LIMIT_VALUES, type LimitValues } from './limits.ts';
import type { Result } from './scenario.ts';
import type { CapacitySettings } from './settings.ts';
import type { Load } from './station/vendor.ts';

/** Ratios and durations, which do not depend on the scale. */
const NOT_SCALED: ReadonlySet<string> = new Set([
  'lambdaRequestsPerConcurrency',
  'lambdaScalingPeriodMs',
  'dynamoDbGrowth',
  'dynamoDbGrowthAfterMinutes',
] satisfies (keyof LimitValues)[]);

/** Divides a load, settings and limits by the scale. What is refused, and when, stays the same. */
export function scaledDown(load: Load, settings: CapacitySettings, scale: number) {
  return {
    load: { ...load, rate: load.rate / scale, batchSize: Math.round((load.batchSize ?? 10_000) / scale) },
    settings: divided(settings, scale),
    limits: divided(LIMIT_VALUES, scale),
  };
}

/** Multiplies the counts of a run by the scale. */
export function scaledUp(result: Result, scale: number): Result {
  return multiplied(result, scale) as Result;
}

function divided<T extends object>(values: T, by: number): T {
  const divide = ([name, value]: [string, unknown]) => [
    name,
    typeof value === 'number' && !NOT_SCALED.has(name) ? value / by : value,
  ];
  return Object.fromEntries(Object.entries(values).map(divide)) as T;
}

/** Multiplies all numbers except times. */
function multiplied(value: unknown, by: number): unknown {
  if (typeof value === 'number') return value * by;
  if (Array.isArray(value)) return value.map((item) => multiplied(item, by));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, field]) => [
    name,
    /Ms$|Seconds$/.test(name) ? field : multiplied(field, by),
  ]);
  return Object.fromEntries(entries);
}
