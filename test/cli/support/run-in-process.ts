import { jest } from '@jest/globals';
import { main } from '../../../cli/main.ts';
import { ENVIRONMENT, type ToolRun } from './run-tool.ts';

/**
 * Runs the tool in this process, which saves the start of a process. Tests of terminals need a separate one.
 *
 * @param environment - `TZ` is the zone of the machine, which a process reads only when it starts
 */
export async function runInProcess(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<ToolRun> {
  const output = { stdout: '', stderr: '' };
  const spies: { mockRestore(): void }[] = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      output[name] += text;
      return true;
    }),
  );
  // The library of the completions prints with it
  spies.push(
    jest.spyOn(console, 'log').mockImplementation((line: string) => {
      output.stdout += `${line}\n`;
    }),
  );
  if (environment.TZ !== undefined) {
    const zone = new Intl.DateTimeFormat('en', { timeZone: environment.TZ }).resolvedOptions();
    spies.push(jest.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockReturnValue(zone));
  }
  const listeners = process.stdout.listeners('error');
  const before = { ...process.env };
  Object.assign(process.env, ENVIRONMENT, environment);
  try {
    await main(['node', 'receipts', ...args]);
    return { code: Number(process.exitCode ?? 0), ...output };
  } finally {
    for (const spy of spies) spy.mockRestore();
    // The tool sets AWS_PROFILE
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    process.exitCode = undefined;
    for (const listener of process.stdout.listeners('error')) {
      if (!listeners.includes(listener)) process.stdout.off('error', listener as () => void);
    }
  }
}
