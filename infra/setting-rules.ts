import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as v from 'valibot';
import { DOMAIN_NAME } from './construct/checks.ts';
import { type Range, rangeRule } from './construct/ranges.ts';

export function matching(pattern: RegExp, message: string) {
  return v.pipe(v.string(message), v.regex(pattern, message));
}

export function oneOf<const T extends string>(...values: T[]) {
  return v.picklist(values, `must be ${alternatives(values)}`);
}

/** The command line passes text, a file may have a number. */
export function wholeNumber(range: Range) {
  const message = rangeRule(range);
  return v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))], message),
    v.integer(message),
    v.minValue(range.min, message),
    v.maxValue(range.max, message),
  );
}

/** A rate of EventBridge Scheduler, converted to hours. */
export function everyHours({ min, max }: Range) {
  const message = `must look like rate(1 day) or rate(6 hours): from ${min} to ${max} hours`;
  return v.pipe(
    v.string(message),
    v.regex(/^rate\(\d{1,3} (hour|day)s?\)$/, message),
    v.transform((text) => Number(text.replace(/\D/g, '')) * (text.includes('day') ? 24 : 1)),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
}

/** Comma-separated text, or a list. Empty text is refused: a variable that a pipeline failed to set must not mean `any`. */
export function list(nothing: string) {
  const message = `must be a comma-separated list, or ${nothing}`;
  return v.pipe(
    v.union(
      [
        v.pipe(
          v.string(),
          v.transform((text) => text.split(',')),
        ),
        v.array(v.string()),
      ],
      message,
    ),
    v.transform((items) => items.map((item) => item.trim())),
    v.check((items) => items.length > 0 && !items.includes(''), message),
    v.transform((items) => (items.length === 1 && items[0] === nothing ? [] : items)),
  );
}

/** Some of the known names, comma-separated or as a list, or `none`. The result has their order. */
export function namesOf<const N extends string>(known: readonly N[], { many }: { readonly many: string }) {
  const message = `must be ${alternatives(known)}; ${many} between them, or none alone`;
  return v.pipe(
    list('none'),
    v.array(v.picklist(known, message)),
    v.transform((names) => known.filter((name) => names.includes(name))),
  );
}

export function alternatives(values: readonly (string | number)[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

export const onOrOff = oneOf('on', 'off');
export const domain = matching(DOMAIN_NAME, 'must be a domain name in lower case');
export const certificateArn = matching(
  /^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[0-9a-f-]{36}$/,
  'must be the ARN of an ACM certificate',
);
export const hostedZoneId = matching(/^Z[A-Z0-9]+$/, 'must be the id of a hosted zone');

const LOG_RETENTION_DAYS = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE,
);

/** How long logs are kept. */
export const daysOfLogs = v.pipe(
  wholeNumber({ min: 1, max: 3653 }),
  v.picklist(LOG_RETENTION_DAYS, `must be ${alternatives(LOG_RETENTION_DAYS)}, which are those of CloudWatch Logs`),
);
