import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * The pipe closes when this process ends, even after a crash or a SIGKILL, which no handler sees. Nothing is written to it.
 */
const GUARD = `
  process.stdin.resume().on('end', () => {
    try { process.kill(Number(process.argv[1]), 'SIGKILL'); } catch {}
  });
`;

/** Kills the child when this process ends. */
export function killWithParent(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const guard = spawn(process.execPath, ['-e', GUARD, String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // So that the Ctrl-C of the terminal does not reach it
    detached: true,
    windowsHide: true,
  });
  guard.unref();
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => {
    process.off('exit', kill);
    // Another process may soon have the child's id
    guard.kill('SIGKILL');
  });
}

/** Systems give out higher ports by themselves: another process could get the port before the caller listens on it. */
const ANY_PORT = [20_000, 30_000] as const;

/**
 * A TCP port that nothing listens on, on any interface.
 *
 * @param port - default: any
 * @throws Error with code EADDRINUSE if the port is taken
 */
export async function freePort(port?: number): Promise<number> {
  for (;;) {
    const wanted = port ?? randomInt(...ANY_PORT);
    try {
      const server = createServer().listen(wanted);
      await once(server, 'listening');
      server.close();
      await once(server, 'close');
      return wanted;
    } catch (error) {
      if (port !== undefined || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}
