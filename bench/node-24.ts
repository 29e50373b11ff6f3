import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const VERSION = '24.21.0';
const INSTALL_TIMEOUT_MS = 120_000;
const PRINT = 'JSON.stringify({ path: process.execPath, version: process.versions.node })';

/** A Node.js executable. */
export interface Node {
  readonly path: string;
  /** Such as `24.21.0`. */
  readonly version: string;
}

/** The Node.js that runs this process. */
export const THIS_NODE: Node = { path: process.execPath, version: process.versions.node };

/**
 * Finds Node 24, which runs the functions on Lambda: this Node, or the npm package `node`. If neither is possible, it warns
 * and returns this Node. The package is not a dependency, because every npm script would then run on its `node`.
 */
export async function measuredNode(): Promise<Node> {
  if (THIS_NODE.version.startsWith('24.')) return THIS_NODE;
  try {
    const args = ['exec', '--yes', `--package=node@${VERSION}`, '--', 'node', '-p', PRINT];
    const { stdout } = await promisify(execFile)('npm', args, { timeout: INSTALL_TIMEOUT_MS });
    const found = JSON.parse(stdout) as Node;
    if (found.version === VERSION) return found;
    // Without the package's install script, `node` is the one on PATH
    throw new Error('npm did not run the install script of the package `node`');
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    process.stderr.write(`Node 24 is not available (${reason}); measuring on Node ${THIS_NODE.version}.\n`);
    return THIS_NODE;
  }
}
