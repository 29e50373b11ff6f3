import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { engines, freshTables } from '../support/engines.ts';
import { receiverOn } from '../support/receiver.ts';
import { fuzzRun } from './fuzz-run.ts';

test('whatever is posted, the answer is no 5xx', async () => {
  const [{ endpoint } = { endpoint: '' }] = engines;
  const tables = await freshTables(endpoint);
  const seed = randomInt(1_000_000_000);
  const { answers, failures } = await fuzzRun({ handler: receiverOn(tables).handler, seed, requests: 1200 });
  tables.client.destroy();
  process.stdout.write(`Fuzz: seed ${seed}; answers ${JSON.stringify(answers)}\n`);
  expect(failures).toEqual([]);
  // The run was worth its name
  for (const statusCode of [200, 400, 401, 413]) expect(answers[statusCode]).toBeGreaterThan(5);
  expect(Object.keys(Object.prototype)).toEqual([]);
}, 120_000);
