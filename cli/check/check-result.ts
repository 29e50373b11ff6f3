/** What one check found. */
export interface CheckResult {
  readonly check: string;
  readonly result: 'ok' | 'failed' | 'skipped';
  /** What was seen; for a failure, also what to do. */
  readonly detail: string;
}

export const ok = (detail: string) => ({ result: 'ok', detail }) as const;
export const failed = (detail: string) => ({ result: 'failed', detail }) as const;
export const skipped = (detail: string) => ({ result: 'skipped', detail }) as const;
