import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';

/** A process of `npm start`. */
export class LocalRun {
  /** The output so far. */
  output = '';
  /** Resolves with the exit code; null if a signal ended the process. */
  readonly ended: Promise<number | null>;
  readonly #npm: ChildProcess;
  readonly #printed = new EventEmitter();

  /** @param environment - added to that of this process. By default the port is a free one. */
  constructor(environment: Record<string, string> = {}) {
    this.#npm = spawn('npm', ['start'], {
      cwd: join(import.meta.dirname, '..', '..'),
      env: { ...process.env, PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // In a new process group, as a terminal starts it
      detached: true,
    });
    const { stdout, stderr } = this.#npm;
    for (const stream of [stdout, stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.#printed.emit('more');
      });
    }
    this.ended = once(this.#npm, 'close').then(([code]) => code as number | null);
  }

  /** Waits until the output contains the text; rejects if the process ends before. */
  async until(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      const ended = this.ended.then(() => Promise.reject(new Error(`It ended before "${text}":\n${this.output}`)));
      await Promise.race([once(this.#printed, 'more'), ended]);
    }
  }

  /** The lines of the output without those of npm. */
  get lines(): string[] {
    return this.output.split('\n').filter((line) => line !== '' && !line.startsWith('> ') && !line.startsWith('npm '));
  }

  /** The URL that takes receipts. */
  get url(): string {
    return this.#address(/^listening on (http:\/\/127\.0\.0\.1:\d+\/receipts)$/m);
  }

  get dynamoDb(): string {
    return this.#address(/^dynamodb on (http:\/\/127\.0\.0\.1:\d+)$/m);
  }

  /** The URL of the page to look up messages. */
  get messages(): string {
    return this.#address(/^messages on (http:\/\/127\.0\.0\.1:\d+)$/m);
  }

  /** The URL of the page that shows the tables. */
  get tables(): string {
    return this.#address(/^tables on (http:\/\/127\.0\.0\.1:\d+)$/m);
  }

  /** @param to - npm only, as `kill` does, or its process group, as Ctrl-C does */
  signal(signal: NodeJS.Signals, to: 'npm' | 'group'): void {
    if (this.#npm.pid === undefined) throw new Error('npm was not found.');
    process.kill(to === 'group' ? -this.#npm.pid : this.#npm.pid, signal);
  }

  /** Kills all processes that still run. */
  kill(): void {
    if (this.#npm.exitCode === null && this.#npm.signalCode === null) this.signal('SIGKILL', 'group');
  }

  #address(line: RegExp): string {
    const address = line.exec(this.output)?.[1];
    if (address === undefined) throw new Error(`There is no line ${line} in:\n${this.output}`);
    return address;
  }
}

/** Waits until nothing listens at the URLs. */
export async function untilRefused(...urls: readonly string[]): Promise<void> {
  await Promise.all(urls.map(untilOneIsRefused));
}

async function untilOneIsRefused(url: string): Promise<void> {
  for (;;) {
    try {
      await (await fetch(url, { method: 'POST' })).arrayBuffer();
    } catch {
      return;
    }
  }
}
