import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PROJECT = join(import.meta.dirname, '../../..');
const REQUIREMENTS = join(PROJECT, 'test/deploy/requirements.txt');
const INSTALL_TIMEOUT_MS = 280_000;

/**
 * The Python of a virtual environment with the packages of `requirements.txt`. The first call creates it under `.venv/`,
 * which takes half a minute and a package index.
 *
 * @throws Error if there is no Python 3.10 or newer with `venv`, or if a package cannot be installed
 */
export async function emulatorPython(): Promise<string> {
  const version = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = join(PROJECT, '.venv', `emulator-${version}`);
  const python = join(folder, 'bin/python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return python;
  try {
    await run('python3', ['-m', 'venv', '--clear', folder], { timeout: INSTALL_TIMEOUT_MS });
    await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS], {
      timeout: INSTALL_TIMEOUT_MS,
    });
    writeFileSync(complete, '');
    return python;
  } catch (error) {
    const { message, stderr = message } = error as Error & { stderr?: string };
    throw new Error(
      `The emulator and the linter could not be installed. It needs python3, 3.10 or newer, with venv, and a package index.\n${stderr.trim()}`,
      { cause: error },
    );
  }
}
