import * as v from 'valibot';
import { DEFAULT_SET_ASIDE_RETENTION_DAYS, ENVIRONMENT } from '../contract/environment.ts';
import { EVENT_FIELDS, type EventField } from '../contract/events.ts';

const text = v.pipe(v.string('is missing'), v.trim(), v.nonEmpty('is missing'));
const positive = v.pipe(
  v.optional(v.string(), ''),
  v.trim(),
  v.transform((value) => (value === '' ? Number.NaN : Number(value))),
  v.check((value) => value > 0 && Number.isFinite(value), 'must be a positive number'),
);
const list = v.pipe(
  v.optional(v.string(), ''),
  v.transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
);

const storeVariables = {
  [ENVIRONMENT.receiptsTable]: text,
  [ENVIRONMENT.setAsideTable]: text,
  [ENVIRONMENT.retentionDays]: positive,
  [ENVIRONMENT.setAsideRetentionDays]: v.optional(positive, `${DEFAULT_SET_ASIDE_RETENTION_DAYS}`),
  [ENVIRONMENT.metricsNamespace]: v.optional(v.pipe(v.string(), v.trim()), ''),
  [ENVIRONMENT.subAccountMetrics]: v.optional(v.pipe(v.string(), v.trim()), ''),
};

const redriveSchema = v.object({
  ...storeVariables,
  [ENVIRONMENT.fallbackQueueUrl]: v.optional(v.pipe(v.string(), v.trim()), ''),
});
const receiveSchema = v.object({
  ...storeVariables,
  [ENVIRONMENT.tokenSecretId]: text,
  [ENVIRONMENT.tokenOverlapHours]: positive,
  [ENVIRONMENT.fallbackQueueUrl]: text,
  [ENVIRONMENT.allowedSources]: list,
});
const reconcileSchema = v.object({
  ...storeVariables,
  // Nothing is set aside
  [ENVIRONMENT.setAsideTable]: v.optional(v.string(), ''),
  [ENVIRONMENT.reconcileQueueUrl]: text,
  [ENVIRONMENT.vendorApiKeySecretId]: text,
  [ENVIRONMENT.vendorApiUrl]: text,
});
const publishSchema = v.object({
  [ENVIRONMENT.eventBus]: text,
  [ENVIRONMENT.eventFields]: list,
  [ENVIRONMENT.eventDeadLetterQueueUrl]: text,
});

/** Configuration of every function that writes to the tables. */
export interface StoreEnvironment {
  readonly receiptsTable: string;
  readonly setAsideTable: string;
  readonly retentionDays: number;
  readonly setAsideRetentionDays: number;
  readonly metrics: { readonly namespace: string; readonly bySubAccount: boolean };
}

/** Configuration of the redrive function. */
export interface RedriveEnvironment extends StoreEnvironment {
  /** Empty if messages that fail wait for the queue's visibility time-out. */
  readonly fallbackQueueUrl: string;
}

/** Configuration of the receive function. */
export interface ReceiveEnvironment extends StoreEnvironment {
  readonly tokenSecretId: string;
  readonly tokenOverlapHours: number;
  readonly fallbackQueueUrl: string;
  readonly allowedSources: readonly string[];
}

/** Configuration of the publish function. */
export interface PublishEnvironment {
  readonly eventBus: string;
  readonly eventFields: readonly EventField[];
  readonly deadLetterQueueUrl: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the environment of the redrive function.
 *
 * @throws Error that names every variable that is missing or wrong, and what it must be
 */
export function readRedriveEnvironment(variables: Variables): RedriveEnvironment {
  const parsed = parse(redriveSchema, variables);
  return { ...storeEnvironment(parsed), fallbackQueueUrl: parsed[ENVIRONMENT.fallbackQueueUrl] };
}

/**
 * Reads and checks the environment of the receive function.
 *
 * @throws Error that names every variable that is missing or wrong, and what it must be
 */
export function readReceiveEnvironment(variables: Variables): ReceiveEnvironment {
  const parsed = parse(receiveSchema, variables);
  return {
    ...storeEnvironment(parsed),
    tokenSecretId: parsed[ENVIRONMENT.tokenSecretId],
    tokenOverlapHours: parsed[ENVIRONMENT.tokenOverlapHours],
    fallbackQueueUrl: parsed[ENVIRONMENT.fallbackQueueUrl],
    allowedSources: parsed[ENVIRONMENT.allowedSources],
  };
}

/**
 * Reads and checks the environment of the publish function.
 *
 * @throws Error that names every variable that is missing or wrong, and what it must be
 */
export function readPublishEnvironment(variables: Variables): PublishEnvironment {
  const parsed = parse(publishSchema, variables);
  return {
    eventBus: parsed[ENVIRONMENT.eventBus],
    eventFields: EVENT_FIELDS.filter((field) => parsed[ENVIRONMENT.eventFields].includes(field)),
    deadLetterQueueUrl: parsed[ENVIRONMENT.eventDeadLetterQueueUrl],
  };
}

/** Configuration of the reconcile function. */
export interface ReconcileEnvironment extends Omit<StoreEnvironment, 'setAsideTable' | 'setAsideRetentionDays'> {
  readonly queueUrl: string;
  readonly apiKeySecretId: string;
  readonly apiUrl: string;
}

/**
 * Reads and checks the environment of the reconcile function.
 *
 * @throws Error that names every variable that is missing or wrong, and what it must be
 */
export function readReconcileEnvironment(variables: Variables): ReconcileEnvironment {
  const parsed = parse(reconcileSchema, variables);
  return {
    ...storeEnvironment(parsed),
    queueUrl: parsed[ENVIRONMENT.reconcileQueueUrl],
    apiKeySecretId: parsed[ENVIRONMENT.vendorApiKeySecretId],
    apiUrl: parsed[ENVIRONMENT.vendorApiUrl],
  };
}

function storeEnvironment(parsed: v.InferOutput<v.ObjectSchema<typeof storeVariables, undefined>>): StoreEnvironment {
  return {
    receiptsTable: parsed[ENVIRONMENT.receiptsTable],
    setAsideTable: parsed[ENVIRONMENT.setAsideTable],
    retentionDays: parsed[ENVIRONMENT.retentionDays],
    setAsideRetentionDays: parsed[ENVIRONMENT.setAsideRetentionDays],
    metrics: {
      namespace: parsed[ENVIRONMENT.metricsNamespace] || 'SmsReceipts',
      bySubAccount: parsed[ENVIRONMENT.subAccountMetrics] === 'true',
    },
  };
}

function parse<const S extends v.GenericSchema>(schema: S, variables: Variables): v.InferOutput<S> {
  const result = v.safeParse(schema, variables, { abortPipeEarly: true });
  if (result.success) return result.output;
  const issues = result.issues.map((issue) => {
    const name = v.getDotPath(issue);
    return `${name} ${issue.received === 'undefined' ? 'is missing' : issue.message}`;
  });
  throw new Error(`Environment of the function: ${issues.join('; ')}.`);
}
