import { expect } from '@jest/globals';
import type { Deployment } from './deployment.ts';
import type { ToolRun } from './run-tool.ts';

/** The words of the command that a run advises to see more, without the name of the tool; undefined if there is no more. */
export function advisedBy({ stderr }: Pick<ToolRun, 'stderr'>): string[] | undefined {
  const [, command] = /To see more: receipts (.*)\n/.exec(stderr) ?? [];
  return command === undefined ? undefined : wordsOf(command);
}

/** Runs a command, then each that the run before advises. All of them print JSON. */
export async function* advisedRuns(deployed: Deployment, first: readonly string[]): AsyncGenerator<ToolRun> {
  for (let args: readonly string[] | undefined = first; args !== undefined; ) {
    const run: ToolRun = await deployed.runHere(args.includes('--json') ? args : [...args, '--json']);
    expect(run.code).toBe(0);
    yield run;
    args = advisedBy(run);
  }
}

/** The words of a command line, as a shell reads them. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
