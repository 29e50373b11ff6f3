import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { functionEnvironment } from '../../measure/function-environment.ts';
import type { FakeDynamoDb } from './fake-aws.ts';

/** A running fake of AWS. */
export interface FakeAws {
  readonly endpoint: string;
  set(dynamoDb: FakeDynamoDb): Promise<void>;
  stop(): void;
}

/** A running container of the receive function. */
export interface ContainerProcess {
  /** Invokes the handler with an event and returns the status code. One call at a time. */
  invoke(event: object): Promise<number>;
  stop(): void;
}

export async function startFakeAws(): Promise<FakeAws> {
  const child = fork(join(import.meta.dirname, 'fake-aws.ts'), [], {
    execArgv: ['--import', 'tsx'],
    // JSON has no Infinity
    serialization: 'advanced',
  });
  const endpoint = await messageOf<string>(child);
  return {
    endpoint,
    set: async (dynamoDb) => {
      child.send(dynamoDb);
      await messageOf(child);
    },
    stop: () => child.disconnect(),
  };
}

/** @param bundle - the built entry of the receive function */
export async function startContainer(bundle: string, endpoint: string): Promise<ContainerProcess> {
  const child = fork(join(import.meta.dirname, 'container.mjs'), [bundle], {
    env: functionEnvironment({ dynamoDb: endpoint, secretsManager: endpoint, sqs: endpoint }),
    // Standard output is the log
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await messageOf(child);
  return {
    invoke: async (event) => {
      child.send(event);
      return (await messageOf<{ statusCode: number }>(child)).statusCode;
    },
    stop: () => child.disconnect(),
  };
}

/** @throws Error if the process ends instead */
async function messageOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`A process of the check ended with code ${code}.`);
  });
  exit.catch(() => undefined);
  try {
    const [message] = await Promise.race([once(child, 'message'), exit]);
    return message as T;
  } finally {
    ended.abort();
  }
}
