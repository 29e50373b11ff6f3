import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const VERSION = '24.21.0';
const FOLDER = join(import.meta.dirname, '../node_modules/.cache/node-24');
const INSTALL_TIMEOUT_MS = 120_000;

/** A Node to measure on. */
export interface Node {
  readonly path: string;
  /** Such as `24.21.0`. */
  readonly version: string;
}

/** The Node that runs this. */
export const THIS_NODE: Node = { path: process.execPath, version: process.versions.node };

/** The Node to measure on: 24, or where that cannot be had this one, which is told. */
export async function measuredNode(printError: (line: string) => void): Promise<Node> {
  try {
    return await node24();
  } catch (error) {
    printError(
      `Node 24 cannot be had (${(error as Error).message.split('\n')[0]}); measuring on ${THIS_NODE.version}.`,
    );
    return THIS_NODE;
  }
}

/**
 * Node 24, which is what Lambda runs the function on: this very Node where it is one, else the one that npm has for
 * this platform, kept in a folder that npm's own clean-up empties.
 *
 * @throws Error where it cannot be had
 */
async function node24(): Promise<Node> {
  if (THIS_NODE.version.startsWith('24.')) return THIS_NODE;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const path = join(FOLDER, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    const args = ['install', '--prefix', FOLDER, '--no-save', '--no-audit', '--no-fund', `${name}@${VERSION}`];
    await promisify(execFile)('npm', args, { timeout: INSTALL_TIMEOUT_MS });
  }
  const { stdout } = await promisify(execFile)(path, ['--version']);
  return { path, version: stdout.trim().slice(1) };
}
