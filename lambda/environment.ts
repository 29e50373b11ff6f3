/**
 * The environment variables of the receiving function: one list for the stack that sets them and the
 * entry that reads them.
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
  /** Source addresses that may post, as comma-separated CIDR blocks; empty for any. */
  allowedSources: 'ALLOWED_SOURCES',
} as const;

/** What the receiving function is configured with. */
export interface Environment {
  readonly receiptsTable: string;
  readonly setAsideTable: string;
  readonly tokenSecretId: string;
  readonly tokenOverlapHours: number;
  readonly retentionDays: number;
  readonly allowedSources: readonly string[];
}

/**
 * Reads and checks the environment variables.
 *
 * @throws Error that names every variable that is missing or wrong, and what it must be
 */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const faults: string[] = [];
  const text = (name: string): string => {
    const value = variables[name]?.trim() ?? '';
    if (value === '') faults.push(`${name} is missing`);
    return value;
  };
  const positive = (name: string): number => {
    const value = Number(variables[name]?.trim() || Number.NaN);
    if (!(value > 0 && Number.isFinite(value))) faults.push(`${name} must be a positive number`);
    return value;
  };
  const environment: Environment = {
    receiptsTable: text(ENVIRONMENT.receiptsTable),
    setAsideTable: text(ENVIRONMENT.setAsideTable),
    tokenSecretId: text(ENVIRONMENT.tokenSecretId),
    tokenOverlapHours: positive(ENVIRONMENT.tokenOverlapHours),
    retentionDays: positive(ENVIRONMENT.retentionDays),
    allowedSources: (variables[ENVIRONMENT.allowedSources] ?? '')
      .split(',')
      .map((block) => block.trim())
      .filter((block) => block !== ''),
  };
  if (faults.length > 0) throw new Error(`Environment of the function: ${faults.join('; ')}.`);
  return environment;
}
