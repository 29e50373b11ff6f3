import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { createTables } from '../../local/create-tables.ts';
import { freePort } from '../../local/engine/child-process.ts';
import { compare, expectedMessages } from '../../simulator/expect.ts';
import { generateLifecycles } from '../../simulator/generate-lifecycles.ts';
import { send } from '../../simulator/send.ts';
import { createClock } from '../../toolbox/clock.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { httpPost, type Post } from '../../toolbox/http-post.ts';
import { cases } from '../support/cases.ts';
import { engine } from '../support/engine.ts';
import { TOKEN } from '../support/events.ts';
import { postUntilAcknowledged, unacknowledged } from './fault-run.ts';

const PROJECT = join(import.meta.dirname, '../..');
const SEED = 8;
const KILLS = cases(1, 4);
const MESSAGES = cases(25, 130);
/** Acknowledged posts between two kills. All kills happen within the first half of the posts. */
const ACKNOWLEDGED_PER_KILL = cases(20, 40);

async function startReceiver(port: number): Promise<ChildProcess> {
  const receiver = spawn(process.execPath, ['--import', 'tsx', 'local/start.ts'], {
    cwd: PROJECT,
    env: {
      ...process.env,
      PORT: String(port),
      DYNAMODB_ENDPOINT: engine.endpoint,
      DEMO: '0',
      AUTH_TOKEN: TOKEN,
      TABLES_PORT: 'off',
      MESSAGES_PORT: 'off',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: receiver.stdout })) if (line.startsWith('dynamodb on')) break;
  receiver.stdout?.resume();
  return receiver;
}

test('a receiver that is killed while it records loses no receipt', async () => {
  const client = localClient(engine.endpoint);
  await createTables(client);
  const lifecycles = generateLifecycles({ seed: SEED, messages: MESSAGES });
  const port = await freePort();
  const http = httpPost(`http://127.0.0.1:${port}/receipts`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    timeoutMs: 5_000,
  });

  let receiver = await startReceiver(port);
  const acknowledgements = new EventEmitter();
  const post: Post = async (body) => {
    const answer = await http.post(body);
    if (answer.statusCode < 300) acknowledgements.emit('one');
    return answer;
  };
  const sent = send(lifecycles, {
    post,
    clock: createClock(10),
    seed: SEED,
    concurrency: 8,
    postsPerSecond: 7,
    duplicates: 0.2,
    disorder: 0.3,
  });
  for (let kills = 0; kills < KILLS; kills += 1) {
    for (let count = 0; count < ACKNOWLEDGED_PER_KILL; count += 1) await once(acknowledgements, 'one');
    receiver.kill('SIGKILL');
    await once(receiver, 'exit');
    receiver = await startReceiver(port);
  }
  const report = await sent;
  // On a busy machine a start takes longer than the vendor's retries
  const dropped = unacknowledged([report]);
  for (const body of dropped) await postUntilAcknowledged(http.post, body);
  receiver.kill('SIGKILL');
  http.close();

  const bodies = lifecycles.flatMap((lifecycle) => lifecycle.bodies);
  const differences = await compare(await expectedMessages(bodies), async (umid) => {
    const read = new GetCommand({ TableName: LOCAL_TABLES.receiptsTable, Key: { umid }, ConsistentRead: true });
    return (await client.send(read)).Item;
  });
  client.destroy();
  process.stdout.write(
    `Killed: ${bodies.length} receipts; ${KILLS} kills; ${report.posts} posts, ${report.retries} of them retries; ` +
      `${dropped.length} dropped by the vendor; ${differences.length} differences from the pure merge\n`,
  );
  expect(report.retries).toBeGreaterThan(0);
  expect(differences).toEqual([]);
});
