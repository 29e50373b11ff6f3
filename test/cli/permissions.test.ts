import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LOOK_UP_ACTIONS } from '../../contract/look-up-actions.ts';
import { sampleReceipt } from '../fixtures/samples.ts';
import { engine } from '../support/engine.ts';
import { recordingProxy } from '../support/recording-proxy.ts';
import { useDeployment } from './support/deployment.ts';
import { ARCHIVE_OUTPUTS } from './support/fake-stack.ts';
import { ACCOUNT } from './support/fake-vendor.ts';
import { settingsFolder } from './support/settings-folder.ts';

const UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
const { batchId, clientMessageId } = sampleReceipt().payload as unknown as Record<string, string>;
const CLI = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8');
const { file: settingsFile } = settingsFolder();

const deployed = useDeployment();
let dynamoDb: Awaited<ReturnType<typeof recordingProxy>>;

beforeAll(async () => {
  dynamoDb = await recordingProxy(engine.endpoint);
  await deployed.post(JSON.stringify(sampleReceipt()));
  Object.assign(deployed.stack.outputs, ARCHIVE_OUTPUTS);
  deployed.stack.operations.PutRecordBatch = () => ({ RequestResponses: [{ RecordId: '1' }] });
});
beforeEach(() => {
  dynamoDb.requests.length = 0;
  deployed.stack.calls.clear();
});
afterAll(() => dynamoDb.close());

/** Runs the tool. Returns what it called, as actions of IAM. */
async function callsOf(...args: string[]) {
  const run = await deployed.runHere(args, { AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint });
  expect(run).toMatchObject({ code: 0 });
  const actions = (isIndex: boolean) => {
    const made = dynamoDb.requests.filter(({ input }) => 'IndexName' in input === isIndex);
    return [...new Set(made.map(({ operation }) => `dynamodb:${operation}`))].sort();
  };
  return { stack: [...deployed.stack.calls].sort(), table: actions(false), indexes: actions(true) };
}

describe('a command that looks up messages makes exactly the calls of the contract', () => {
  const NUMBER = '+12025550293';
  test.each([
    ['get', [UMID]],
    ['find', ['--destination', NUMBER]],
    ['find', ['--client-message-id', `${clientMessageId}`]],
    ['find', ['--batch', `${batchId}`, '--state', 'undelivered']],
    ['batch', [`${batchId}`]],
  ] as const)('%s %j', async (command, args) => {
    expect(await callsOf(command, ...args)).toEqual(LOOK_UP_ACTIONS[command]);
  });
});

describe('docs/cli.md has the permissions', () => {
  /** The last table of the page, a row for each command. */
  const rows = CLI.slice(CLI.indexOf('## AWS permissions')).split('\n');
  const rowOf = (command: string) => rows.find((row) => row.split('|')[1]?.includes(`\`${command}\``)) ?? '';
  const OF_ALL = 'cloudformation:DescribeStacks';

  test.each([
    ['get', [UMID]],
    ['find', ['--destination', '+12025550293']],
    ['batch', [`${batchId}`]],
    ['search', ['+12025550293']],
    ['check', ['--account', ACCOUNT, '--settings-file', settingsFile]],
    ['set-aside', ['list']],
    ['archive', ['backfill']],
  ])('of %s', async (command, args) => {
    if (command === 'check') await deployed.runHere(['wire', '--account', ACCOUNT, '--yes']);
    deployed.stack.calls.clear();
    const { stack, table, indexes } = await callsOf(command, ...args);
    const called = new Set([...stack, ...table, ...indexes]);
    expect(called).toContain(OF_ALL);
    called.delete(OF_ALL);
    const missing = [...called].filter((action) => {
      const [service = '', operation = ''] = action.split(':');
      return !rowOf(command).includes(`\`${service}:`) || !rowOf(command).includes(`${operation}\``);
    });
    expect(missing).toEqual([]);
    expect(called.size).toBeGreaterThan(0);
  });
});
