import { jest } from '@jest/globals';
import { main } from '../../../cli/main.ts';
import type { ToolRun } from './run-tool.ts';

/**
 * Runs the tool in this process: for what ends before it connects to anything, and needs no process of its own to be
 * true. Not for errors of Node.js, which are of another realm here.
 */
export async function runInProcess(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<ToolRun> {
  const output = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      output[name] += text;
      return true;
    }),
  );
  const listeners = process.stdout.listeners('error');
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    await main(['node', 'receipts', ...args]);
    return { code: Number(process.exitCode ?? 0), ...output };
  } finally {
    for (const spy of spies) spy.mockRestore();
    for (const name of Object.keys(environment)) delete process.env[name];
    Object.assign(process.env, before);
    process.exitCode = undefined;
    for (const listener of process.stdout.listeners('error')) {
      if (!listeners.includes(listener)) process.stdout.off('error', listener as () => void);
    }
  }
}
