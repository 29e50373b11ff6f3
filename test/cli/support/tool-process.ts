import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { ENVIRONMENT, TOOL } from './run-tool.ts';

/** A process of the tool that runs until it is stopped. */
export class ToolProcess {
  stdout = '';
  stderr = '';
  /** Resolves with the exit code; null if a signal ended the process. */
  readonly ended: Promise<number | null>;
  readonly #process: ChildProcess;
  readonly #printed = new EventEmitter();

  constructor(args: readonly string[], environment: Record<string, string> = {}) {
    this.#process = spawn(process.execPath, [TOOL, ...args], {
      env: { ...ENVIRONMENT, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const name of ['stdout', 'stderr'] as const) {
      this.#process[name]?.setEncoding('utf8').on('data', (text: string) => {
        this[name] += text;
        this.#printed.emit('more');
      });
    }
    this.ended = once(this.#process, 'close').then(([code]) => code as number | null);
  }

  /** Waits until the output satisfies `isEnough`; rejects if the process ends before. */
  async until(isEnough: (printed: { readonly stdout: string; readonly stderr: string }) => boolean): Promise<void> {
    const ended = this.ended.then(() => Promise.reject(new Error(`It ended:\n${this.stdout}${this.stderr}`)));
    // The process may end after the wait is over
    ended.catch(() => undefined);
    while (!isEnough(this)) await Promise.race([once(this.#printed, 'more'), ended]);
  }

  untilListening(): Promise<void> {
    return this.until(({ stderr }) => stderr.includes('Listening'));
  }

  get lines(): string[] {
    return this.stdout.split('\n').filter((line) => line !== '');
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }
}
