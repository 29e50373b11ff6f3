import { describeError } from '../../toolbox/errors.ts';
import { type Check, type CheckResult, failed } from './check-result.ts';
import { missingPermission } from './readings.ts';

/** Runs all checks, even after a failed one. Yields each result immediately. */
export async function* runChecks(checks: readonly Check[]): AsyncGenerator<CheckResult> {
  for (const [check, run] of checks) {
    yield {
      check,
      ...(await run().catch((error: unknown) => missingPermission(error) ?? failed(describeError(error)))),
    };
  }
}
