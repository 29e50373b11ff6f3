import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Look } from '../../../contract/page.ts';
import { readLooks } from '../../../lambda/page/read-looks.ts';
import { type FakeLogs, startFakeLogs } from '../../support/fake-aws.ts';

const LOG_GROUP = '/aws/lambda/page';
const PERIOD = { from: new Date('2026-11-21T12:00:00.900Z'), to: new Date('2026-11-28T12:00:00.100Z') };
const UMID = '00000001-0000-4000-8000-000000000001';
const look = (change: Partial<Look> = {}): Look => ({
  message: 'look',
  time: '2026-11-28T11:00:00.000Z',
  kind: 'message',
  subject: 'ann',
  umids: [UMID],
  ...change,
});

let logs: FakeLogs;
const environmentBefore = { ...process.env };

beforeAll(async () => {
  logs = await startFakeLogs();
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.endpoint,
  });
});
afterAll(async () => {
  process.env = environmentBefore;
  await logs.close();
});
beforeEach(() => {
  logs.queries.length = 0;
  Object.assign(logs, { lines: [], status: 'Complete' });
});

test('all looks of a period are found, without lines of others', async () => {
  const found = [look({ kind: 'sign-in' }), look()];
  const others = ['REPORT RequestId: 1', 'null', '{"message":"other"}', '{'];
  logs.lines = [...found.map((line) => JSON.stringify(line)), ...others];
  expect(await readLooks(LOG_GROUP, PERIOD)).toEqual({ looks: found, isComplete: true });
  expect(logs.queries).toEqual([
    {
      logGroupName: LOG_GROUP,
      startTime: Date.parse('2026-11-21T12:00:00Z') / 1000,
      endTime: Date.parse('2026-11-28T12:00:01Z') / 1000,
      limit: 1000,
      queryString: 'fields @message | filter message = "look" | sort @timestamp desc',
    },
  ]);
});

test.each([
  [UMID, `"${UMID}"`],
  // A umid may be any text, and must not end the expression
  ['a/ | limit 9 "b\\', '"a.*limit.*9.*b.*"'],
])('those at the message %j are found by an expression, and compared exactly', async (umid, expression) => {
  const its = look({ umids: ['other', umid] });
  logs.lines = [its, look({ umids: [`${umid}x`] }), look({ umids: [] })].map((line) => JSON.stringify(line));
  expect(await readLooks(LOG_GROUP, { ...PERIOD, umid })).toEqual({ looks: [its], isComplete: true });
  expect(logs.queries[0]?.queryString).toBe(
    `fields @message | filter message = "look" and @message like /${expression}/ | sort @timestamp desc`,
  );
});

test('more looks than a query finds are said to be a part', async () => {
  logs.lines = Array(1000).fill(JSON.stringify(look()));
  expect((await readLooks(LOG_GROUP, PERIOD)).isComplete).toBe(false);
});

test('a query that fails is an error', async () => {
  logs.status = 'Failed';
  await expect(readLooks(LOG_GROUP, PERIOD)).rejects.toThrow('The query of the log ended: Failed.');
});
