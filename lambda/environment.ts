import { ARCHIVE_FIELDS } from '../contract/archive.ts';
import { DEFAULTS } from '../contract/defaults.ts';
import { ENVIRONMENT } from '../contract/environment.ts';
import { EVENT_FIELDS } from '../contract/events.ts';

/** Converts the trimmed text of a variable, empty if it is not set. Throws an Error that says what it must be. */
type Reader<T> = (text: string) => T;
/** The variables of a function. */
type Table = { readonly [name in keyof typeof ENVIRONMENT]?: Reader<unknown> };
type ValuesOf<T extends Table> = { readonly [name in keyof T]: T[name] extends Reader<infer V> ? V : never };
type Variables = Readonly<Record<string, string | undefined>>;

const text: Reader<string> = (value) => {
  if (value === '') throw new Error('is missing');
  return value;
};
const positive: Reader<number> = (value) => {
  const number = Number(value);
  if (!(number > 0 && Number.isFinite(number))) throw new Error('must be a positive number');
  return number;
};
const list: Reader<string[]> = (value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
const optional =
  <T>(reader: Reader<T>, byDefault: T): Reader<T> =>
  (value) =>
    value === '' ? byDefault : reader(value);

const METRICS = {
  // The default is also that of the stack's name, so that the function runs without it
  metricsNamespace: optional(text, DEFAULTS.stackName),
  subAccountMetrics: (value: string) => value === 'true',
};
const STORE = {
  receiptsTable: text,
  setAsideTable: text,
  retentionDays: positive,
  setAsideRetentionDays: optional(positive, DEFAULTS.setAsideRetentionDays),
  logPrices: (value: string) => value === 'true',
  ...METRICS,
};
// Without the queue, messages that fail wait for its visibility time-out
const REDRIVE = { ...STORE, fallbackQueueUrl: optional(text, '') };
const RECEIVE = {
  ...STORE,
  tokenSecretId: text,
  tokenOverlapHours: positive,
  fallbackQueueUrl: text,
  allowedSources: list,
};
const PUBLISH = {
  eventBus: text,
  eventFields: (value: string) => EVENT_FIELDS.filter((field) => list(value).includes(field)),
  eventDeadLetterQueueUrl: text,
};
const PROBE = { probeUrl: text, tokenSecretId: text };
const ARCHIVE = {
  archiveStream: text,
  archiveFields: (value: string) => ARCHIVE_FIELDS.filter((field) => list(value).includes(field)),
  archiveDeadLetterQueueUrl: text,
};
const RECONCILE = {
  receiptsTable: text,
  retentionDays: positive,
  ...METRICS,
  reconcileQueueUrl: text,
  vendorApiKeySecretId: text,
  vendorApiUrl: text,
};

/** Reads the environment of the redrive function. All throw an Error that names every missing or wrong variable. */
export const readRedriveEnvironment = (variables: Variables) => withMetrics(read(REDRIVE, variables));
/** Reads the environment of the receive function. */
export const readReceiveEnvironment = (variables: Variables) => withMetrics(read(RECEIVE, variables));
/** Reads the environment of the publish function. */
export const readPublishEnvironment = (variables: Variables) => read(PUBLISH, variables);
/** Reads the environment of the archive function. */
export const readArchiveEnvironment = (variables: Variables) => read(ARCHIVE, variables);
/** Reads the environment of the reconcile function. */
export const readReconcileEnvironment = (variables: Variables) => withMetrics(read(RECONCILE, variables));
/** Reads the environment of the probe function. */
export const readProbeEnvironment = (variables: Variables) => read(PROBE, variables);

function read<T extends Table>(table: T, variables: Variables): ValuesOf<T> {
  const faults: string[] = [];
  const values = Object.entries(table).map(([name, reader]) => {
    const variable = ENVIRONMENT[name as keyof typeof ENVIRONMENT];
    try {
      return [name, reader(variables[variable]?.trim() ?? '')];
    } catch (error) {
      faults.push(`${variable} ${(error as Error).message}`);
      return [name, undefined];
    }
  });
  if (faults.length > 0) throw new Error(`Environment of the function: ${faults.join('; ')}.`);
  return Object.fromEntries(values) as ValuesOf<T>;
}

function withMetrics<T extends ValuesOf<typeof METRICS>>({ metricsNamespace, subAccountMetrics, ...others }: T) {
  return { ...others, metrics: { namespace: metricsNamespace, bySubAccount: subAccountMetrics } };
}
