import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const VERSION = '24.21.0';
const INSTALL_TIMEOUT_MS = 120_000;
const PRINT = 'JSON.stringify({ path: process.execPath, version: process.versions.node })';

/** A Node to measure on. */
export interface Node {
  readonly path: string;
  /** Such as `24.21.0`. */
  readonly version: string;
}

/** The Node that runs this. */
export const THIS_NODE: Node = { path: process.execPath, version: process.versions.node };

/**
 * Node 24, which runs the functions on Lambda: this Node, or the npm package `node`, or else this Node with a warning.
 * The package is not a dependency, because npm would put its `node` before that of the user in every npm script.
 */
export async function measuredNode(printError: (line: string) => void): Promise<Node> {
  if (THIS_NODE.version.startsWith('24.')) return THIS_NODE;
  try {
    const args = ['exec', '--yes', `--package=node@${VERSION}`, '--', 'node', '-p', PRINT];
    const { stdout } = await promisify(execFile)('npm', args, { timeout: INSTALL_TIMEOUT_MS });
    const found = JSON.parse(stdout) as Node;
    if (found.version === VERSION) return found;
    // Without the install script of the package, `node` is still the one on PATH
    throw new Error('npm did not run the install script of the package `node`');
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    printError(`Node 24 is not available (${reason}); measuring on Node ${THIS_NODE.version}.`);
    return THIS_NODE;
  }
}
