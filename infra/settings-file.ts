import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettingsFile, SETTINGS_FILE } from '../contract/deployed-settings.ts';
import { type GivenSettings, SettingsError } from './read-settings.ts';

export interface SettingsFile {
  /** The path as given. */
  readonly path: string;
  readonly settings: GivenSettings;
}

/**
 * The settings of all deployments: a JSON object in `receipts.config.json`.
 *
 * @param folder - where relative paths begin
 * @param named - the context's `settingsFile`: another file, or `none`
 * @throws SettingsError if the file is not a JSON object, or if one was named and is missing
 */
export function readSettingsFile(folder: string, named?: unknown): SettingsFile {
  const path = named === undefined ? SETTINGS_FILE : `${named}`;
  if (path === 'none') return { path, settings: {} };
  const text = read(join(folder, path), path, named !== undefined);
  return { path, settings: text === undefined ? {} : parse(text, path) };
}

function read(file: string, path: string, isRequired: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !isRequired) return undefined;
    throw new SettingsError(`The settings file ${path} cannot be read: ${(error as Error).message}`);
  }
}

function parse(text: string, path: string): GivenSettings {
  let settings: unknown;
  try {
    settings = parseSettingsFile(text);
  } catch (error) {
    throw new SettingsError(
      `The settings file ${path} is not JSON: ${(error as Error).message.replace('JSON5: ', '')}`,
    );
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new SettingsError(`The settings file ${path} must be a JSON object such as {"retentionDays": 30}.`);
  }
  return settings as GivenSettings;
}
