import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { archiveCostOf } from '../../../cost/archive-cost.ts';
import { LIST_PRICES } from '../../../cost/list-prices.ts';
import { costOf, eventCostOf, fallbackCostOf, type Usage } from '../../../cost/message-cost.ts';

const usage: Usage = {
  receipts: 3,
  requests: 3,
  writeUnits: 8,
  readUnits: 0,
  stored: { tableBytes: 1000, indexBytes: 700 },
  cpuMs: 0.5,
  functionLogBytes: 1800,
  stackLogs: { accessLog: 250, system: 350 },
  answerBytes: 210,
};

describe('the cost of a million messages', () => {
  test.each([
    // 3 million requests at $1.00
    ['apiGateway', 3],
    // 3 million requests at $0.20; each (0.5 ms x 1769 / 512 + 5 ms) x 0.5 GB at $0.0000133334 a second
    ['lambda', 0.6 + 3e6 * ((0.5 * (1769 / 512) + 5) / 1000) * 0.5 * 0.0000133334],
    // 8 million write units at $0.625
    ['dynamoDbWrites', 5],
    // For 3 months 1.7 GB at $0.25, and recovery of the table alone at $0.20
    ['dynamoDbStorage', 3 * (1.7 * 0.25 + 1 * 0.2)],
    // 1,800 bytes of the function and 3 times 600 of the stack, at $0.50 and $0.03 for a month
    ['logs', 3.6 * 0.53],
    // One secret, read 3,000 times
    ['secret', 0.4 + 0.3 * 0.05],
    // 5 long polls of 20 seconds at any time make 648,000 requests a month, at $0.40 a million
    ['queuePolling', 0.648 * 0.4],
    // 210 bytes of bodies and 3 times 300 around them, at $0.09
    ['dataOut', 1.11 * 0.09],
  ] as const)('%s', (part, dollars) => {
    expect(costOf(usage)[part]).toBeCloseTo(dollars, 6);
  });

  test('is the sum of its parts', () => {
    const { total, ...parts } = costOf(usage);
    expect(total).toBeCloseTo(Object.values(parts).reduce((sum, part) => sum + part));
  });

  test('includes reads', () => {
    expect(costOf({ ...usage, readUnits: 2 }).dynamoDbWrites - costOf(usage).dynamoDbWrites).toBeCloseTo(2 * 0.125);
  });
});

describe('what the fallback queue adds to a million receipts', () => {
  test.each([
    // Sent, received and deleted, at $0.40 a million
    ['sqs', 1.2],
    ['lambda', 0.2 + 1e6 * ((0.5 * (1769 / 512) + 5) / 1000) * 0.5 * 0.0000133334],
    // 600 bytes of the function
    ['logs', 0.6 * 0.53],
  ] as const)('%s', (part, dollars) => {
    expect(fallbackCostOf(usage)[part]).toBeCloseTo(dollars, 6);
  });
});

test('an event over 64 KB costs as much as two', () => {
  const publishing = { records: 3, events: 3, entryBytes: 65_537, putEventsRequests: 3, logBytes: 300 };
  expect(eventCostOf(publishing).eventBridge).toBeCloseTo(6);
});

describe('what the archive adds to a million messages', () => {
  const archiving = { rows: 3, rowBytes: 1200 };

  test.each([
    // 43,200 records of 27.8 KB, billed as 30,720 bytes, at $0.029 and $0.018 a GB
    ['firehose', ((43_200 * 30_720) / 1e9) * 0.047],
    // 43,200 executions at $0.20 a million, each 20 ms x 0.5 GB at $0.0000133334 a second
    ['lambda', 0.0432 * 0.2 + 43_200 * 0.02 * 0.5 * 0.0000133334],
    // 2,880 files at $0.005 a thousand
    ['files', 2.88 * 0.005],
    // A quarter of 1.2 GB for 84 months at $0.023
    ['storage', 0.3 * 84 * 0.023],
  ] as const)('%s', (part, dollars) => {
    expect(archiveCostOf(archiving)[part]).toBeCloseTo(dollars, 6);
  });

  test('no message costs nothing', () => {
    expect(archiveCostOf(archiving, 0).total).toBe(0);
  });
});

test('the documented cost of warm throughput follows the list price, for the table and for each of its three indexes', () => {
  const docs = readFileSync(join(import.meta.dirname, '../../../docs/cost.md'), 'utf8');
  const [, all, none] = /from 4,000 to 12,000 costs \$([\d.]+); without indexes \$([\d.]+)\./.exec(docs) ?? [];
  const added = (12_000 - 4_000) * LIST_PRICES.dynamoDb.perWarmWriteUnit;
  expect([Number(all), Number(none)]).toEqual([4 * added, added]);
});
