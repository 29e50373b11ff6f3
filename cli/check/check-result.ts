/** The result of one check. */
export interface CheckResult {
  readonly check: string;
  /** With a warning, receipts arrive but might not under load. It does not fail the command. */
  readonly result: 'ok' | 'warning' | 'failed' | 'skipped';
  /** The finding. For a warning and a failure also what to do, and where. */
  readonly detail: string;
}

/** A result without the name of its check. */
export type Outcome = Omit<CheckResult, 'check'>;

/** A check by its name. It may throw. */
export type Check = readonly [name: string, run: () => Promise<Outcome>];

export const ok = (detail: string): Outcome => ({ result: 'ok', detail });
export const warning = (detail: string): Outcome => ({ result: 'warning', detail });
export const failed = (detail: string): Outcome => ({ result: 'failed', detail });
export const skipped = (detail: string): Outcome => ({ result: 'skipped', detail });
