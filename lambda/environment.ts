/**
 * The environment variables of the functions: one list for the stack that sets them and the entries that read them.
 */
export const ENVIRONMENT = {
  /** Name of the table that holds one item per message. */
  receiptsTable: 'RECEIPTS_TABLE',
  /** Name of the table that holds the bodies that could not be recorded. */
  setAsideTable: 'SET_ASIDE_TABLE',
  /** ARN or name of the Secrets Manager secret that holds the token, as plain text. */
  tokenSecretId: 'TOKEN_SECRET_ID',
  /** Hours for which the previous token is accepted after a new one was stored. */
  tokenOverlapHours: 'TOKEN_OVERLAP_HOURS',
  /** Days that an item is kept after its newest recorded status. */
  retentionDays: 'RETENTION_DAYS',
  /** URL of the queue that takes bodies while the tables cannot. */
  fallbackQueueUrl: 'FALLBACK_QUEUE_URL',
  /** Source addresses that may post, as comma-separated CIDR blocks; empty for any. */
  allowedSources: 'ALLOWED_SOURCES',
  /** Namespace of the metrics. Default: that of a stack by the default name, because no receipt is refused for it. */
  metricsNamespace: 'METRICS_NAMESPACE',
  /** `true` counts receipts by sub-account, too. */
  subAccountMetrics: 'SUB_ACCOUNT_METRICS',
} as const;

/** What every function is configured with. */
export interface StoreEnvironment {
  readonly receiptsTable: string;
  readonly setAsideTable: string;
  readonly retentionDays: number;
  readonly metrics: { readonly namespace: string; readonly bySubAccount: boolean };
}

/** What the receiving function is configured with. */
export interface ReceiveEnvironment extends StoreEnvironment {
  readonly tokenSecretId: string;
  readonly tokenOverlapHours: number;
  readonly fallbackQueueUrl: string;
  readonly allowedSources: readonly string[];
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the environment of the redrive function.
 *
 * @throws Error that names every variable that is missing or wrong, and what it must be
 */
export function readStoreEnvironment(variables: Variables): StoreEnvironment {
  return checked(variables, storeEnvironment);
}

/**
 * Reads and checks the environment of the receiving function.
 *
 * @throws Error that names every variable that is missing or wrong, and what it must be
 */
export function readReceiveEnvironment(variables: Variables): ReceiveEnvironment {
  return checked(variables, (read) => ({
    ...storeEnvironment(read),
    tokenSecretId: read.text(ENVIRONMENT.tokenSecretId),
    tokenOverlapHours: read.positive(ENVIRONMENT.tokenOverlapHours),
    fallbackQueueUrl: read.text(ENVIRONMENT.fallbackQueueUrl),
    allowedSources: read.list(ENVIRONMENT.allowedSources),
  }));
}

interface Reader {
  text(name: string): string;
  optional(name: string): string | undefined;
  positive(name: string): number;
  list(name: string): string[];
}

function storeEnvironment(read: Reader): StoreEnvironment {
  return {
    receiptsTable: read.text(ENVIRONMENT.receiptsTable),
    setAsideTable: read.text(ENVIRONMENT.setAsideTable),
    retentionDays: read.positive(ENVIRONMENT.retentionDays),
    metrics: {
      namespace: read.optional(ENVIRONMENT.metricsNamespace) ?? 'SmsReceipts',
      bySubAccount: read.optional(ENVIRONMENT.subAccountMetrics) === 'true',
    },
  };
}

function checked<T>(variables: Variables, readAll: (read: Reader) => T): T {
  const faults: string[] = [];
  const trimmed = (name: string): string => variables[name]?.trim() ?? '';
  const environment = readAll({
    text: (name) => {
      if (trimmed(name) === '') faults.push(`${name} is missing`);
      return trimmed(name);
    },
    optional: (name) => trimmed(name) || undefined,
    positive: (name) => {
      const value = Number(trimmed(name));
      if (!(value > 0 && Number.isFinite(value))) faults.push(`${name} must be a positive number`);
      return value;
    },
    list: (name) =>
      trimmed(name)
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
  });
  if (faults.length > 0) throw new Error(`Environment of the function: ${faults.join('; ')}.`);
  return environment;
}
