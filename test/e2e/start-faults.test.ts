import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createTables } from '../../local/create-tables.ts';
import { startEngine } from '../../local/engine/start-engine.ts';
import { requireDynamoDb } from '../../local/external-dynamodb.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { SAMPLE_UMID } from '../fixtures/samples.ts';
import { listen } from '../support/listen.ts';
import { LocalRun } from './local-run.ts';

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function start(environment: Record<string, string>): LocalRun {
  const run = new LocalRun({ TABLES_PORT: 'off', MESSAGES_PORT: 'off', ...environment });
  cleanups.push(() => run.kill());
  return run;
}

/** A PATH on which `java` is this script. */
function pathWithJava(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'java-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'java'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'java'), 0o755);
  return `${folder}${delimiter}${process.env.PATH}`;
}

/** A server that is not DynamoDB. */
async function otherServer(): Promise<number> {
  const { endpoint, close } = await listen(createServer((_request, response) => response.end('hello')));
  cleanups.push(close);
  return Number(new URL(endpoint).port);
}

it('npm start prints one line and exits 1 if its port is in use', async () => {
  const port = String(await otherServer());
  const run = start({ PORT: port, PATH: pathWithJava('exit 1') });
  expect(await run.ended).toBe(1);
  expect(run.lines.slice(1)).toEqual([
    `PORT ${port} cannot be listened on: it is in use. Set PORT to another one (0 picks a free one).`,
  ]);
});

it('npm start without DynamoDB Local or the ports of the pages names what is missing, and shows the same demo', async () => {
  const port = await otherServer();
  const java11 = pathWithJava(`echo 'openjdk version "11.0.2" 2019-01-15' >&2`);
  const run = start({ PATH: java11, TABLES_PORT: String(port), MESSAGES_PORT: String(port) });
  await run.until('Ctrl-C stops everything.');
  expect(run.lines[0]).toBe(
    'Java 11 on PATH, DynamoDB Local needs 17: dynalite is used instead. It lacks TTL (items do not expire) and PartiQL.',
  );
  expect(run.output).toMatch(/^ {2}sent, late +200 \{"outcome":"stale",/m);
  expect(run.lines).toContain(`The tables page is off: TABLES_PORT ${port} is in use. Receipts are still received.`);
  expect(run.lines).toContain(
    `The messages page is off: MESSAGES_PORT ${port} is in use. Receipts are still received.`,
  );
  expect((await fetch(run.url, { method: 'POST' })).status).toBe(401);
  run.signal('SIGTERM', 'npm');
  expect(await run.ended).toBe(0);
});

it('npm start uses the DynamoDB at DYNAMODB_ENDPOINT, and the tables that exist there', async () => {
  const engine = await startEngine('dynalite');
  const client = localClient(engine.endpoint);
  cleanups.push(engine.stop, () => client.destroy());
  await createTables(client);
  const run = start({ DYNAMODB_ENDPOINT: engine.endpoint });
  await run.until('Ctrl-C stops everything.');
  expect(run.dynamoDb).toBe(engine.endpoint);
  // Both pages are switched off
  expect(run.output).not.toMatch(/^(messages|tables) on/m);
  run.signal('SIGTERM', 'npm');
  expect(await run.ended).toBe(0);
  const { Item } = await client.send(new GetCommand({ TableName: 'DeliveryReceipts', Key: { umid: SAMPLE_UMID } }));
  expect(Item).toMatchObject({ state: 'undelivered' });
});

describe('the DynamoDB at DYNAMODB_ENDPOINT is refused', () => {
  it('if nothing answers', async () => {
    await expect(requireDynamoDb('http://127.0.0.1:1')).rejects.toThrow(
      'DYNAMODB_ENDPOINT http://127.0.0.1:1 does not answer as DynamoDB does (ECONNREFUSED). ' +
        'Start it, correct the address, or leave the variable out for an embedded DynamoDB.',
    );
  });

  it('if something else answers', async () => {
    const endpoint = `http://127.0.0.1:${await otherServer()}`;
    await expect(requireDynamoDb(endpoint)).rejects.toThrow(/does not answer as DynamoDB does \(\w+\)\. Start it/);
  });
});
