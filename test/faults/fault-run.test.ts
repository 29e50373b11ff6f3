import { expect, test } from '@jest/globals';
import { cases } from '../support/cases.ts';
import { engine } from '../support/engine.ts';
import { describeFigures } from './describe-figures.ts';
import { faultRun } from './fault-run.ts';

/** `npm run test:faults` takes any seed, and also asserts that the vendor drops nothing. */
const SEED = 8;

test('no receipt is lost while DynamoDB and SQS have each fault in turn, and then faults at random', async () => {
  const { endpoint } = engine;
  const faultTimes = { both: cases(400, 600), one: cases(1_000, 2_400) };
  const figures = await faultRun({ endpoint, seed: SEED, receipts: cases(100, 400), faultTimes });
  process.stdout.write(`Faults: ${describeFigures(figures)}\n`);
  expect(figures).toMatchObject({ lost: 0, differences: [] });
  // The run injected enough faults to mean something
  expect(figures.faults.dynamoDb).toBeGreaterThan(100);
  expect(figures.faults.sqs).toBeGreaterThan(20);
  expect(figures.redriven).toBeGreaterThan(20);
  expect(figures.retries).toBeGreaterThan(5);
});
