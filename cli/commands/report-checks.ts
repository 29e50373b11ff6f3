import { CliError } from '../../toolbox/errors.ts';
import { printable } from '../../toolbox/text.ts';
import type { CheckResult } from '../check/check-result.ts';
import { print, printJson, styled } from '../terminal/output.ts';

const MARKS = {
  ok: styled('green', 'ok     '),
  warning: styled('yellow', 'warning'),
  failed: styled('red', 'FAILED '),
  skipped: styled('yellow', 'skipped'),
};
const NAME_WIDTH = 'dead-letter queue'.length;

/**
 * Prints a line for each result, or all of them as JSON.
 *
 * @param toJson - what the JSON is. Default: the list of the results
 * @throws CliError that names the checks that failed
 */
export async function reportChecks(
  results: AsyncIterable<CheckResult>,
  json: true | undefined,
  toJson: (all: readonly CheckResult[]) => object = (all) => all,
): Promise<void> {
  const all: CheckResult[] = [];
  for await (const result of results) {
    all.push(result);
    const { check: name, detail } = printable(result);
    if (!json) print(`${MARKS[result.result]}  ${name.padEnd(NAME_WIDTH)}  ${detail}`);
  }
  if (json) printJson(toJson(all));
  const failures = all.filter(({ result }) => result === 'failed').map(({ check: name }) => name);
  if (failures.length > 0) throw new CliError(`check failed: ${failures.join(', ')}.`);
}
