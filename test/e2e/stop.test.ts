import { afterEach, describe, expect, it } from '@jest/globals';
import { LocalRun, untilRefused } from './local-run.ts';

describe('npm start', () => {
  let run: LocalRun;
  const serving = async (): Promise<void> => {
    run = new LocalRun({ DEMO: '0' });
    await run.until('tables on');
  };
  afterEach(() => run.kill());

  it.each([
    ['SIGTERM', 'npm'],
    ['SIGINT', 'group'],
  ] as const)(
    'stops everything that it started on %s to %s, and exits 0',
    async (signal, to) => {
      await serving();
      run.signal(signal, to);
      expect(await run.ended).toBe(0);
      await untilRefused(run.url);
      await untilRefused(run.dynamoDb);
      await untilRefused(run.tables);
    },
    90_000,
  );

  it('leaves no engine and no page running when it is killed', async () => {
    await serving();
    run.signal('SIGKILL', 'group');
    await untilRefused(run.dynamoDb);
    await untilRefused(run.tables);
  });
});
