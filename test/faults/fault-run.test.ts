import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { engines } from '../support/engines.ts';
import { describeFigures } from './describe-figures.ts';
import { faultRun } from './fault-run.ts';

test('while DynamoDB and SQS fail in every way, one after the other and at random, nothing is lost', async () => {
  const [{ endpoint } = { endpoint: '' }] = engines;
  const figures = await faultRun({ endpoint, seed: randomInt(1_000_000), receipts: 600 });
  process.stdout.write(`Faults: ${describeFigures(figures)}\n`);
  expect(figures).toMatchObject({ lost: 0, dropped: 0, differences: [] });
  // The run was worth its name
  expect(figures.faults.dynamoDb).toBeGreaterThan(100);
  expect(figures.faults.sqs).toBeGreaterThan(20);
  expect(figures.redriven).toBeGreaterThan(20);
  expect(figures.retries).toBeGreaterThan(5);
}, 120_000);
