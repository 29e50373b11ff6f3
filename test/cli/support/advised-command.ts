import type { ToolRun } from './run-tool.ts';

/** The words of the command that a run advises to see more, without the name of the tool; undefined if there is no more. */
export function advisedBy({ stderr }: Pick<ToolRun, 'stderr'>): string[] | undefined {
  const [, command] = /To see more: receipts (.*)\n/.exec(stderr) ?? [];
  return command === undefined ? undefined : wordsOf(command);
}

/** The words of a command line, as a shell reads them. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
