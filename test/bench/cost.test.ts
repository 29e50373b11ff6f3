import { describe, expect, test } from '@jest/globals';
import { ASSUMPTIONS, costOf, type Usage } from '../../bench/cost.ts';

const usage: Usage = { receipts: 3, requests: 3, writeUnits: 8, readUnits: 0, storedBytes: 1700, cpuMs: 0.5 };

describe('the cost of a million messages', () => {
  test.each([
    // 3 million requests at $1.00
    ['apiGateway', 3],
    // 3 million requests at $0.20; each (0.5 ms x 1769 / 512 + 5 ms) x 0.5 GB at $0.0000133334 a second
    ['lambda', 0.6 + 3e6 * ((0.5 * (1769 / 512) + 5) / 1000) * 0.5 * 0.0000133334],
    // 8 million write units at $0.625
    ['dynamoDbWrites', 5],
    // 1.7 GB for 3 months at $0.25 and $0.20 for recovery
    ['dynamoDbStorage', 1.7 * 3 * 0.45],
    // 3 million times 1,600 bytes, at $0.50 and $0.03 for a month
    ['logs', 4.8 * 0.53],
    // One secret, read 3,000 times
    ['secret', 0.4 + 0.3 * 0.05],
  ] as const)('%s', (part, dollars) => {
    expect(costOf(usage)[part]).toBeCloseTo(dollars, 6);
  });

  test('is the sum of its parts', () => {
    const { total, ...parts } = costOf(usage);
    expect(total).toBeCloseTo(Object.values(parts).reduce((sum, part) => sum + part));
  });

  test('is higher by the difference of the two prices behind a REST API', () => {
    expect(costOf(usage, 'rest').total - costOf(usage).total).toBeCloseTo(3 * (3.5 - 1));
  });

  test('counts reads', () => {
    expect(costOf({ ...usage, readUnits: 2 }).dynamoDbWrites - costOf(usage).dynamoDbWrites).toBeCloseTo(2 * 0.125);
  });

  test('shares the secret between the messages of a month', () => {
    expect(ASSUMPTIONS.messagesPerMonth).toBe(1_000_000);
  });
});
