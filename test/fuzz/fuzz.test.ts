import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { cases } from '../support/cases.ts';
import { answerIssues } from '../support/contracts.ts';
import { freshTables } from '../support/engine.ts';
import { receiverOn } from '../support/receiver.ts';
import { fuzzRun } from './fuzz-run.ts';

test('arbitrary requests do not fail while DynamoDB is healthy, and docs/openapi.yaml describes each answer', async () => {
  const tables = await freshTables();
  const seed = randomInt(1_000_000_000);
  const { handler: receive, lines } = receiverOn(tables);
  const undocumented: string[] = [];
  const handler: typeof receive = async (event) => {
    const answer = await receive(event);
    undocumented.push(...answerIssues(answer));
    return answer;
  };
  const { answers, failures } = await fuzzRun({ handler, seed, requests: cases(300, 1200) });
  tables.client.destroy();
  process.stdout.write(`Fuzz: seed ${seed}; answers ${JSON.stringify(answers)}\n`);
  expect(failures).toEqual([]);
  expect(undocumented).toEqual([]);
  expect(lines.filter(({ outcome }) => outcome === 'not_storable')).toEqual([]);
  // The run posted requests of each kind
  for (const statusCode of [200, 202, 400, 401, 413]) expect(answers[statusCode]).toBeGreaterThan(0);
  expect(Object.keys(Object.prototype)).toEqual([]);
});
