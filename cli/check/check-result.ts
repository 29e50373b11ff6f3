/** The result of one check. */
export interface CheckResult {
  readonly check: string;
  /** With a warning, receipts arrive now; under load some may be lost. It does not fail the command. */
  readonly result: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found. For a warning and a failure also what to do, and where. */
  readonly detail: string;
}

/** A result without the name of its check. */
export type Finding = Omit<CheckResult, 'check'>;

/** A check by its name. It may throw. */
export type Check = readonly [name: string, run: () => Promise<Finding>];

export const ok = (detail: string): Finding => ({ result: 'ok', detail });
export const warning = (detail: string): Finding => ({ result: 'warning', detail });
export const failed = (detail: string): Finding => ({ result: 'failed', detail });
export const skipped = (detail: string): Finding => ({ result: 'skipped', detail });
