import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { ENVIRONMENT, TOOL } from './run-tool.ts';

/** A process of the tool that runs until it is stopped. */
export class ToolProcess {
  stdout = '';
  stderr = '';
  /** Settles with its exit code; null where a signal ended it. */
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

  /** Waits until it has printed enough, and fails where it ends before. */
  async until(isEnough: (printed: { readonly stdout: string; readonly stderr: string }) => boolean): Promise<void> {
    const ended = this.ended.then(() => Promise.reject(new Error(`It ended:\n${this.stdout}${this.stderr}`)));
    // Where nobody waits any more
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
