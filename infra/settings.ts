import { isIP } from 'node:net';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as v from 'valibot';
import { DEFAULT_SET_ASIDE_RETENTION_DAYS } from '../contract/environment.ts';
import { type IndexName, RECEIPTS_TABLE } from '../contract/tables.ts';
import { VENDOR_ADDRESSES } from '../eight-by-eight/source-addresses.ts';

/** What a deployment may choose, each with `-c name=value` or under `context` in `cdk.json`. */
export interface Settings {
  /** Name of the stack, for more than one receiver in an account and region. Default: `SmsReceipts`. */
  readonly stackName: string;
  /** Days that an item is kept after its newest recorded status. Default: 90. */
  readonly retentionDays: number;
  /** Days that a set-aside body is kept after its newest copy; inbound SMS hold text and numbers. Default: 30. */
  readonly setAsideRetentionDays: number;
  /**
   * Indexes of the receipts table, comma-separated, or `none`. Default: all. Once deployed, change one index in each
   * deployment: CloudFormation adds or removes no more.
   */
  readonly indexes: readonly IndexName[];
  /**
   * Who may post, comma-separated: addresses, CIDR blocks, and the vendor's regions `8x8:apac`, `8x8:id`, `8x8:eu`
   * and `8x8:na`; or `any`. Default: `any`. The token is asked for in any case. Here: CIDR blocks, none for any.
   */
  readonly allowedSources: readonly string[];
  /** Hours for which the previous token is accepted after a new one was stored in the secret. Default: 24. */
  readonly tokenOverlapHours: number;
  /**
   * Requests a second that the endpoint takes in the long run; what is above gets a 429, and the vendor posts it
   * again. Default: 1000, because a new on-demand table takes 4000 write units a second, and a receipt up to 3.
   */
  readonly throttleRate: number;
  /** Requests that the endpoint takes at once, from a bucket that the rate fills. Default: 2000. */
  readonly throttleBurst: number;
  /**
   * Concurrent executions set apart for the receiving function, which are also the most that it gets. Default: none;
   * it shares the account's with all other functions.
   */
  readonly reservedConcurrency?: number | undefined;
  /**
   * Executions at once of the function that empties the fallback queue, each with 10 bodies. Default: 10, which drains
   * hundreds of receipts a second.
   */
  readonly redriveConcurrency: number;
  /**
   * Write units a second that the receipts table and its indexes take at once, paid for once when they are raised; for
   * those who send large batches from the first day. Default: none; AWS starts with 4000, and grows with the load.
   */
  readonly warmWriteUnits?: number | undefined;
  /** Memory of each function in MiB, which also sets its share of a CPU. Default: 512. */
  readonly memorySize: number;
  /** Address that the alarms write to; AWS asks it for its consent once. Default: none; they reach their topic alone. */
  readonly alarmEmail?: string | undefined;
  /** Where people find `docs/runbook.md`; each alarm names its entry there. Default: its path in the project. */
  readonly runbookUrl: string;
  /**
   * Minutes without any recorded receipt after which an alarm goes off: more than the longest pause of your traffic, at
   * night and on holidays. Default: none; no such alarm.
   */
  readonly silenceAlarmMinutes?: number | undefined;
  /**
   * `off` leaves out the alarm on requests that the endpoint's throttle refused: for where metric filters of
   * CloudWatch Logs are not to be had, such as on an emulator. Default: `on`.
   */
  readonly throttleAlarm: 'on' | 'off';
  /**
   * `on` counts recorded receipts by sub-account, too, which costs the price of one more custom metric for each of them.
   * Default: `off`.
   */
  readonly subAccountMetrics: 'on' | 'off';
  /** Days that logs are kept; one of those that CloudWatch Logs offers. Default: 30. */
  readonly logRetentionDays: number;
  /**
   * `retain` protects the tables from deletion, and keeps tables and logs when the stack is deleted. `destroy` deletes
   * everything with the stack: for trials. Default: `retain`.
   */
  readonly removalPolicy: 'retain' | 'destroy';
}

/** Settings that are wrong or unknown; the message has one line for each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const INDEXES = Object.keys(RECEIPTS_TABLE.indexes) as IndexName[];
const PRESETS: Readonly<Record<string, readonly string[]>> = VENDOR_ADDRESSES;
const LOG_RETENTION_DAYS = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE,
);
const RUNBOOK = 'docs/runbook.md';
/** Lambda's limit is 4 KB for the whole environment. */
const MAX_SOURCES_LENGTH = 3000;

const SETTINGS = v.object({
  stackName: v.optional(
    matching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'must be a letter, then up to 127 letters, digits and hyphens'),
    'SmsReceipts',
  ),
  retentionDays: v.optional(
    wholeNumber(3, 3650, ': the vendor sends the receipts of a message for 48 hours, and its item must outlive them'),
    90,
  ),
  setAsideRetentionDays: v.optional(wholeNumber(1, 3650), DEFAULT_SET_ASIDE_RETENTION_DAYS),
  indexes: v.optional(
    v.pipe(
      list('none'),
      v.array(v.picklist(INDEXES, `must be ${oneOf(INDEXES)}; several with commas between them, or none alone`)),
      v.transform((names) => INDEXES.filter((name) => names.includes(name))),
    ),
    INDEXES,
  ),
  allowedSources: v.optional(
    v.pipe(
      list('any'),
      v.array(
        v.pipe(
          v.string(),
          v.check(
            (source) => Object.hasOwn(PRESETS, source) || isAddressBlock(source),
            `must be an address, a CIDR block such as 192.0.2.0/24, ${oneOf(Object.keys(PRESETS))}; several with commas between them, or any alone`,
          ),
        ),
      ),
      v.transform((sources) => [...new Set(sources.flatMap((source) => PRESETS[source] ?? [source]))]),
      v.check(
        (sources) => sources.join(',').length <= MAX_SOURCES_LENGTH,
        `must have no more than ${MAX_SOURCES_LENGTH} characters in all`,
      ),
    ),
    'any',
  ),
  tokenOverlapHours: v.optional(wholeNumber(1, 720), 24),
  throttleRate: v.optional(wholeNumber(1, 100_000), 1000),
  throttleBurst: v.optional(wholeNumber(1, 100_000), 2000),
  reservedConcurrency: v.optional(wholeNumber(1, 100_000)),
  // Limits of AWS, both
  redriveConcurrency: v.optional(wholeNumber(2, 1000), 10),
  warmWriteUnits: v.optional(wholeNumber(4000, 1_000_000)),
  memorySize: v.optional(wholeNumber(128, 10_240), 512),
  alarmEmail: v.optional(matching(/^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/, 'must be an e-mail address')),
  runbookUrl: v.optional(
    matching(
      new RegExp(`^(https?://[^\\s#]+|${RUNBOOK.replace('.', '\\.')})$`),
      'must be a URL that begins with https:// or http://, without #',
    ),
    RUNBOOK,
  ),
  // A day is the most that CloudWatch looks back at a metric by the minute
  silenceAlarmMinutes: v.optional(wholeNumber(5, 1440)),
  throttleAlarm: onOrOff('on'),
  subAccountMetrics: onOrOff('off'),
  logRetentionDays: v.optional(
    v.pipe(
      wholeNumber(1, 3653),
      v.picklist(LOG_RETENTION_DAYS, `must be ${oneOf(LOG_RETENTION_DAYS)}, which are those of CloudWatch Logs`),
    ),
    30,
  ),
  removalPolicy: v.optional(v.picklist(['retain', 'destroy'], 'must be retain or destroy'), 'retain'),
});

/**
 * The settings in a CDK context.
 *
 * @throws SettingsError that names everything that is wrong, and every name that is neither ours nor CDK's own
 */
export function readSettings(context: Readonly<Record<string, unknown>>): Settings {
  const names = Object.keys(SETTINGS.entries);
  const unknown = Object.keys(context)
    .filter((name) => !names.includes(name) && !isOfCdk(name))
    .map((name) => `${assigned(name)}: no setting has this name; there are ${names.join(', ')}`);
  const result = v.safeParse(SETTINGS, context, { abortPipeEarly: true });
  const wrong = (result.issues ?? []).map((issue) => `${assigned(`${issue.path?.[0]?.key}`)}: ${fault(issue)}`);
  if (!result.success || unknown.length > 0) {
    throw new SettingsError(['Wrong settings in the CDK context:', ...wrong, ...unknown].join('\n  '));
  }
  return result.output;

  function assigned(name: string): string {
    return `${name} is ${told(context[name])}`;
  }
}

/** Feature flags and marks such as `@aws-cdk/…` and `aws:cdk:…`, kept look-ups, and two notes that its CLI keeps. */
function isOfCdk(name: string): boolean {
  return /^@|:/.test(name) || name === 'cli-telemetry' || name === 'acknowledged-issue-numbers';
}

function told(value: unknown): string {
  return JSON.stringify(value);
}

function fault(issue: v.BaseIssue<unknown>): string {
  const isItem = issue.path !== undefined && issue.path.length > 1;
  return isItem ? `${told(issue.input)} ${issue.message}` : issue.message;
}

function matching(pattern: RegExp, message: string) {
  return v.pipe(v.string(message), v.regex(pattern, message));
}

function onOrOff(byDefault: 'on' | 'off') {
  return v.optional(v.picklist(['on', 'off'], 'must be on or off'), byDefault);
}

/** The command line gives text, `cdk.json` may give a number. */
function wholeNumber(from: number, to: number, why = '') {
  const message = `must be a whole number from ${from} to ${to}${why}`;
  return v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))], message),
    v.integer(message),
    v.minValue(from, message),
    v.maxValue(to, message),
  );
}

/** Comma-separated text, or a list. Empty text is refused: a variable that a pipeline failed to set must not mean `any`. */
function list(nothing: string) {
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

function isAddressBlock(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const longest = { 4: 32, 6: 128 }[isIP(address)];
  if (longest === undefined || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
}

function oneOf(values: readonly (string | number)[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
