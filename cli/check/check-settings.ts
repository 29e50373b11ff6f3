import { DEFAULTS } from '../../contract/defaults.ts';
import { settingsAsText } from '../../contract/deployed-settings.ts';
import { readSettingsFile } from '../deployment/settings-file.ts';
import type { Stack } from '../deployment/stack.ts';
import { type Finding, ok, skipped, warning } from './check-result.ts';

/**
 * Checks whether the stack was deployed with the settings of the file. A deployment without the `-c` values of the previous
 * one drops them silently.
 *
 * @param path - the settings file; undefined for `receipts.config.json`, which may be missing
 * @param folder - where a relative path begins
 */
export async function checkSettings(
  { name, settings }: Pick<Stack, 'name' | 'settings'>,
  path: string | undefined,
  folder = process.cwd(),
): Promise<Finding> {
  if (settings === undefined)
    return skipped('the stack does not publish its settings: another app or an earlier release deployed it');
  const { path: file, settings: given, exists } = await readSettingsFile(path, folder);
  if (given === undefined) return warning(`${file} is not a JSON object such as {"retentionDays": 30}. Correct it.`);
  const { stackName = DEFAULTS.stackName } = given;
  if (stackName !== name)
    return skipped(`${file} is for the stack ${stackName}; name another one with --settings-file`);
  const differences = differencesOf(settingsAsText(given), settings);
  if (differences.length === 0) return ok(!exists ? 'all at their defaults' : `as in ${file}`);
  return warning(
    `${!exists ? `There is no ${file}` : `${file} is not what the stack was deployed with`}: ${differences.join('; ')}. ` +
      'The next npx cdk deploy follows the file, and drops what was given with -c alone. Put what is to stay into the file, then deploy.',
  );
}

function differencesOf(
  file: Readonly<Record<string, string>>,
  stack: Readonly<Record<string, string>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(file), ...Object.keys(stack)])].sort();
  return names
    .filter((name) => file[name] !== stack[name])
    .map((name) => `${name} is ${file[name] ?? 'not set'} in the file, ${stack[name] ?? 'not set'} in the stack`);
}
