import { type ChildProcess, spawn } from 'node:child_process';

/**
 * The end of this process closes the pipe, however it ends: also by a crash, or by a KILL that no handler sees.
 * Nothing is ever written to it.
 */
const GUARD = `
  process.stdin.resume().on('end', () => {
    try { process.kill(Number(process.argv[1]), 'SIGKILL'); } catch {}
  });
`;

/** Has the child killed when this process ends. */
export function killWithParent(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const guard = spawn(process.execPath, ['-e', GUARD, String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Out of reach of the Ctrl-C that the terminal sends to its foreground processes
    detached: true,
    windowsHide: true,
  });
  guard.unref();
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => {
    process.off('exit', kill);
    // The child's id may belong to another process soon
    guard.kill('SIGKILL');
  });
}
