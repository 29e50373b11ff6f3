import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, killWithParent } from '../../../local/engine/child-process.ts';
import { onLoopback } from './loopback.ts';
import { emulatorPython } from './python-environment.ts';

const LOGS = join(import.meta.dirname, '../../../.emulator');
const TEMPLATES_FOR_EMULATOR = join(import.meta.dirname, 'templates-for-emulator.mjs');
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 3_000;
const POLL_MS = 100;

export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

/** An emulator of AWS on this machine, empty and not shared. */
export interface Emulator {
  /** URL of all its services. */
  readonly endpoint: string;
  /** A folder that is deleted when the emulator stops. */
  readonly folder: string;
  /** For the SDK's clients. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The complete environment of a program that may reach this emulator and no real AWS. */
  readonly variables: Readonly<Record<string, string>>;
  /** Stops it. Its log stays in `.emulator/last.log`. */
  stop(): Promise<void>;
}

/**
 * Starts MiniStack with an empty state. It ends at the latest with this process.
 *
 * @throws Error with the end of its log if it does not answer within two minutes
 */
export async function startEmulator(): Promise<Emulator> {
  const python = await emulatorPython();
  // Outside the project, whose package.json would turn the emulator's own scripts into ES modules
  const folder = mkdtempSync(join(tmpdir(), 'receipts-emulator-'));
  const endpoint = onLoopback(`http://127.0.0.1:${await freePort()}`);
  const log = join(folder, 'emulator.log');
  const emulator = launch(python, folder, endpoint, log);
  const stop = async (): Promise<void> => {
    await end(emulator);
    mkdirSync(LOGS, { recursive: true });
    copyFileSync(log, join(LOGS, 'last.log'));
    // A function that the emulator started may still end, and write
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    await untilItAnswers(endpoint, emulator);
  } catch (error) {
    const tail = readFileSync(log, 'utf8').split('\n').slice(-20).join('\n');
    await stop();
    throw new Error(`The emulator did not start: ${error instanceof Error ? error.message : error}\n${tail}`);
  }
  return {
    endpoint,
    folder,
    clientConfig: {
      endpoint,
      region: REGION,
      credentials: { accessKeyId: ACCESS_KEY.AWS_ACCESS_KEY_ID, secretAccessKey: ACCESS_KEY.AWS_SECRET_ACCESS_KEY },
    },
    variables: {
      ...machine(folder),
      ...ACCESS_KEY,
      AWS_ENDPOINT_URL: endpoint,
      NODE_OPTIONS: `--import ${TEMPLATES_FOR_EMULATOR}`,
    },
    stop,
  };
}

const ACCESS_KEY = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/** Keeps the developer's profile, credentials and proxy out. */
function machine(folder: string): Record<string, string> {
  return {
    // The emulator runs functions with the first `node` in PATH
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
    HOME: folder,
    TMPDIR: folder,
    AWS_REGION: REGION,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    // See "Node versions" in CONTRIBUTING.md
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

function launch(python: string, folder: string, endpoint: string, log: string): ChildProcess {
  const output = openSync(log, 'a');
  const emulator = spawn(python, ['-m', 'ministack'], {
    cwd: folder,
    stdio: ['ignore', output, output],
    // Keeps Ctrl-C from the emulator: the tests stop it
    detached: true,
    env: {
      ...machine(folder),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: new URL(endpoint).port,
      MINISTACK_HOST: 'localhost',
      LAMBDA_EXECUTOR: 'local',
      STATE_DIR: join(folder, 'state'),
      S3_DATA_DIR: join(folder, 's3'),
      // These would listen on further ports
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
    },
  });
  killWithParent(emulator);
  return emulator;
}

async function untilItAnswers(endpoint: string, emulator: ChildProcess): Promise<void> {
  const ended = once(emulator, 'exit').then(([code, signal]) => {
    throw new Error(`it ended with ${signal ?? code}.`);
  });
  await Promise.race([ended, poll()]);

  async function poll(): Promise<void> {
    const signal = AbortSignal.timeout(START_TIMEOUT_MS);
    for (;;) {
      const health = await fetch(`${endpoint}/_ministack/health`, { signal }).catch(() => undefined);
      if (health?.ok) return;
      if (signal.aborted) throw new Error(`no answer within ${START_TIMEOUT_MS / 1000} s.`);
      await delay(POLL_MS);
    }
  }
}

async function end(emulator: ChildProcess): Promise<void> {
  if (emulator.exitCode !== null || emulator.signalCode !== null) return;
  const ended = once(emulator, 'exit');
  emulator.kill('SIGTERM');
  const impatience = new AbortController();
  const killed = delay(STOP_TIMEOUT_MS, undefined, { signal: impatience.signal }).then(
    () => emulator.kill('SIGKILL'),
    () => undefined,
  );
  await ended;
  impatience.abort();
  await killed;
}
