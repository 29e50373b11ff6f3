import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { localClient } from '../../cli/deployment/dynamodb-client.ts';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { createTables } from '../../local/create-tables.ts';
import { freePort } from '../../local/engine/free-port.ts';
import { clockOf } from '../../simulator/clock.ts';
import { compare, expectedMessages } from '../../simulator/expect.ts';
import { generateLifecycles } from '../../simulator/generate-lifecycles.ts';
import { httpPost } from '../../simulator/http-post.ts';
import { send } from '../../simulator/send.ts';
import { engines } from '../support/engines.ts';
import { TOKEN } from '../support/events.ts';

const PROJECT = join(import.meta.dirname, '../..');
const KILLS = 4;
/** Between two kills, from the moment when the receiver listens. */
const ALIVE_MS = 700;

async function startReceiver(port: number, endpoint: string): Promise<ChildProcess> {
  const receiver = spawn(process.execPath, ['--import', 'tsx', 'local/start.ts'], {
    cwd: PROJECT,
    env: { ...process.env, PORT: String(port), DYNAMODB_ENDPOINT: endpoint, DEMO: '0', AUTH_TOKEN: TOKEN },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: receiver.stdout })) if (line.startsWith('dynamodb on')) break;
  receiver.stdout?.resume();
  return receiver;
}

test('a receiver that is killed in the middle, again and again, has lost nothing', async () => {
  const [{ endpoint } = { endpoint: '' }] = engines;
  const client = localClient(endpoint);
  await createTables(client);
  const seed = 20_261_124;
  const lifecycles = generateLifecycles({ seed, messages: 200 });
  const port = await freePort();
  const { post, close } = httpPost(`http://127.0.0.1:${port}/receipts`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    timeoutMs: 5_000,
  });

  let receiver = await startReceiver(port, endpoint);
  let sending = true;
  // The vendor's retries end after 13 seconds, more than a start takes
  const sent = send(lifecycles, {
    post,
    clock: clockOf(10),
    seed,
    concurrency: 8,
    postsPerSecond: 7,
    duplicates: 0.2,
    disorder: 0.3,
  });
  void sent.finally(() => {
    sending = false;
  });
  let kills = 0;
  while (sending && kills < KILLS) {
    await setTimeout(ALIVE_MS);
    receiver.kill('SIGKILL');
    await once(receiver, 'exit');
    kills += 1;
    receiver = await startReceiver(port, endpoint);
  }
  const report = await sent;
  receiver.kill('SIGKILL');
  close();

  // On a busy machine a start may take longer than the vendor retries on its fast clock
  const uncertain = new Set(report.dropped.map(({ life }) => life.umid));
  const bodies = lifecycles.filter(({ umid }) => !uncertain.has(umid)).flatMap((life) => life.bodies);
  const differences = await compare(await expectedMessages(bodies), async (umid) => {
    const read = new GetCommand({ TableName: LOCAL_TABLES.receiptsTable, Key: { umid }, ConsistentRead: true });
    return (await client.send(read)).Item;
  });
  client.destroy();
  process.stdout.write(
    `Killed: seed ${seed}; ${bodies.length} receipts; ${kills} kills; ${report.posts} posts, ${report.retries} of them retries; ` +
      `${report.dropped.length} dropped by the vendor; ${differences.length} differences from the pure merge\n`,
  );
  expect(kills).toBe(KILLS);
  expect(report.retries).toBeGreaterThan(0);
  expect(bodies.length).toBeGreaterThan(0);
  expect(differences).toEqual([]);
}, 120_000);
