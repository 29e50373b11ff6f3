import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { writeLog } from '../../../lambda/telemetry/request-log.ts';

describe('the log', () => {
  const written: string[] = [];

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
    written.length = 0;
  });

  test('writes one line of JSON for each call, which CloudWatch reads unchanged', () => {
    const line = { outcome: 'recorded', umid: 'a' };
    writeLog(line, { _aws: { Timestamp: 1 } });
    writeLog({ outcome: 'unavailable' });
    writeLog({ outcome: 'failed' });
    expect(written).toEqual([
      '{"level":"INFO","timestamp":"2026-01-01T00:00:00.000Z","outcome":"recorded","umid":"a","_aws":{"Timestamp":1}}\n',
      '{"level":"ERROR","timestamp":"2026-01-01T00:00:00.000Z","outcome":"unavailable"}\n',
      '{"level":"ERROR","timestamp":"2026-01-01T00:00:00.000Z","outcome":"failed"}\n',
    ]);
  });
});
