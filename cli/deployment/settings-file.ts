import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseSettingsFile, SETTINGS_FILE } from '../../contract/deployed-settings.ts';
import { CliError } from '../../toolbox/errors.ts';

export interface SettingsFile {
  /** As given. */
  readonly path: string;
  /** Undefined if the text is no JSON object. */
  readonly settings: Readonly<Record<string, unknown>> | undefined;
  /** False if the default file is missing, which has no settings then. */
  readonly exists: boolean;
}

/**
 * Reads the settings file of a deployment.
 *
 * @param given - its path; undefined for `receipts.config.json`, which may be missing
 * @param folder - where a relative path begins
 * @throws CliError if it cannot be read
 */
export async function readSettingsFile(given: string | undefined, folder = process.cwd()): Promise<SettingsFile> {
  const path = given ?? SETTINGS_FILE;
  const text = await readFile(resolve(folder, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && given === undefined) return undefined;
    throw new CliError(`The settings file ${path} cannot be read (${error.code}).`);
  });
  return { path, settings: parse(text ?? '{}'), exists: text !== undefined };
}

function parse(text: string): SettingsFile['settings'] {
  try {
    const settings = parseSettingsFile(text);
    const isObject = typeof settings === 'object' && settings !== null && !Array.isArray(settings);
    return isObject ? (settings as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
