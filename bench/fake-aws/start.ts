import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoints } from '../measure/function-environment.ts';

/** The stand-in for DynamoDB and Secrets Manager, running. */
export interface FakeService {
  /** As on AWS: TLS, and a host for each service. */
  readonly overTls: Endpoints;
  /** As many local tests have it. */
  readonly plain: Endpoints;
  stop(): Promise<void>;
}

/** Starts the stand-in in a process of its own, which ends with this one at the latest. */
export async function startFakeAws(): Promise<FakeService> {
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
  const certificateFile = join(folder, 'certificate.pem');
  const child = fork(join(import.meta.dirname, 'main.ts'), [certificateFile], { execArgv: ['--import', 'tsx'] });
  const told = once(child, 'message') as Promise<[{ dynamoDb: string; secretsManager: string; plain: string }]>;
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The stand-in for AWS ended with code ${code}.`);
  });
  const [{ dynamoDb, secretsManager, plain }] = await Promise.race([told, ended]);
  ended.catch(() => undefined);
  return {
    overTls: { dynamoDb, secretsManager, certificateFile },
    plain: { dynamoDb: plain, secretsManager: plain },
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended.catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
