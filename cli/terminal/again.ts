import type { CommandUnknownOpts as AnyCommand } from '@commander-js/extra-typings';
import { commandLine, quoted } from '../../toolbox/command-line.ts';

type Value = string | number | boolean | undefined;

/** Options that select the tables. */
const TABLES = ['stack', 'dynamodb', 'profile', 'region'];

/** The command line that runs, with other options, to paste into a shell. */
export function again(command: AnyCommand, changes: Readonly<Record<string, Value>>): string {
  const names: string[] = [];
  for (let at = command; at.parent !== null; at = at.parent) names.unshift(at.name());
  return commandLine([...names, ...command.args.map(quoted)].join(' '), { ...givenTo(command), ...changes });
}

/** Another command line, for the same tables. */
export function other(
  command: AnyCommand,
  words: readonly string[],
  options: Readonly<Record<string, Value>> = {},
): string {
  const tables = Object.entries(givenTo(command)).filter(([name]) => TABLES.includes(name));
  return commandLine(words.map(quoted).join(' '), { ...Object.fromEntries(tables), ...options });
}

/** The options on the command line. */
function givenTo(command: AnyCommand): Record<string, Value> {
  const given: [name: string, value: Value][] = [];
  for (let at: AnyCommand | null = command; at !== null; at = at.parent) {
    for (const option of at.options) {
      const name = option.attributeName();
      if (at.getOptionValueSource(name) === 'cli')
        given.push([option.long?.slice(2) ?? name, textOf(at.getOptionValue(name))]);
    }
  }
  return Object.fromEntries(given);
}

/** Says that a list goes on, and the command that shows the rest. */
export function moreText(shown: number, total: number | undefined, next: string): string {
  const count = total === undefined ? `There are more than ${shown}.` : `These are ${shown} of ${total}.`;
  return `${count} To see more: ${next}`;
}

function textOf(value: unknown): Value {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.join(',') : (value as Value);
}
