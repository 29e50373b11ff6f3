import { expect, test } from '@jest/globals';
import { engines } from '../support/engines.ts';
import { describeFigures } from './describe-figures.ts';
import { faultRun } from './fault-run.ts';

/** What the vendor drops depends on how busy the machine is: `npm run test:faults` asserts that it drops nothing. */
test('while DynamoDB and SQS fail in every way, one after the other and at random, nothing is lost', async () => {
  const [{ endpoint } = { endpoint: '' }] = engines;
  const figures = await faultRun({ endpoint, seed: 20_261_124, receipts: 400 });
  process.stdout.write(`Faults: ${describeFigures(figures)}\n`);
  expect(figures).toMatchObject({ lost: 0, differences: [] });
  // Enough faults were injected
  expect(figures.faults.dynamoDb).toBeGreaterThan(100);
  expect(figures.faults.sqs).toBeGreaterThan(20);
  expect(figures.redriven).toBeGreaterThan(20);
  expect(figures.retries).toBeGreaterThan(5);
}, 180_000);
