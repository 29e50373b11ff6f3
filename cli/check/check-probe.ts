import { pluralize } from '../../toolbox/text.ts';
import { type Finding, ok, warning } from './check-result.ts';
import { readCounts } from './readings.ts';

/** Checks whether the probes of the last day ran, and recorded their test receipts. */
export async function checkProbe(functionName: string): Promise<Finding> {
  const counts = await readCounts([
    ['AWS/Lambda', 'Invocations', { FunctionName: functionName }],
    ['AWS/Lambda', 'Errors', { FunctionName: functionName }],
  ]);
  const [runs = 0, errors = 0] = counts;
  if (runs === 0)
    return warning(
      'No probe ran in the last 24 hours. After a deployment, wait for the first one. Otherwise enable its schedule: EventBridge > Schedules.',
    );
  if (errors === 0) return ok(`${pluralize(runs, 'test receipt')} recorded in the last 24 hours`);
  return warning(
    `${errors} of ${pluralize(runs, 'test receipt')} of the last 24 hours ${errors === 1 ? 'was' : 'were'} not recorded: see docs/runbook.md, probe-failed.`,
  );
}
