import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { isTestMessage } from '../../contract/test-message.ts';
import { createTables } from '../../local/create-tables.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { engine } from '../support/engine.ts';
import { useDeployment } from './support/deployment.ts';
import { runInProcess } from './support/run-in-process.ts';
import { ToolProcess } from './support/run-tool.ts';

const NUMBER = '+12025550293';
const REAL_UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';

const deployed = useDeployment();
beforeEach(() => deployed.reset());

const trigger = (...args: string[]) => deployed.runHere(['trigger', ...args]);
const itemOf = async (umid: string) => (await deployed.items()).find((item) => item.umid === umid);
const umidOf = (stdout: string) => /^[0-9a-f-]{36}$/m.exec(stdout)?.[0] ?? '';

describe('receipts trigger', () => {
  test('posts a receipt that is marked as a test, and shows its message and how to remove it', async () => {
    const run = await trigger('undelivered', '--to', '+1 (202) 555-0293', '--error-code', '15');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const umid = umidOf(run.stdout);
    const item = await itemOf(umid);
    expect(item).toMatchObject({ state: 'undelivered', errorCode: 15, destination: NUMBER });
    expect(isTestMessage({ subAccountId: item?.subAccountId })).toBe(true);
    expect(run.stdout).toContain(`Remove it with: receipts forget --umid ${umid} --stack SmsReceipts`);
    const forgotten = await deployed.runHere(['forget', '--umid', umid, '--stack', 'SmsReceipts', '--yes']);
    expect(forgotten.code).toBe(0);
    expect(await itemOf(umid)).toBeUndefined();
  });

  test('adds a state to an earlier one, and removes it on request', async () => {
    const umid = umidOf((await trigger('sent', '--to', NUMBER)).stdout);
    const run = await trigger('delivered', '--to', NUMBER, '--umid', umid, '--remove');
    expect(run.stdout).toMatch(/delivered, delivered_to_recipient\n/);
    expect(run.stdout).toMatch(/UTC +sent\n/);
    expect(run.stdout).toContain('The message was removed again.');
    expect(await itemOf(umid)).toBeUndefined();
  });

  test('never changes a message of 8x8', async () => {
    const { client, receiptsTable } = deployed.tables;
    const Item = { umid: REAL_UMID, state: 'sent', subAccountId: 'Acme_1' };
    await client.send(new PutCommand({ TableName: receiptsTable, Item }));
    const run = await trigger('delivered', '--to', NUMBER, '--umid', REAL_UMID);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('was not made up by this command') });
    expect(await itemOf(REAL_UMID)).toEqual(Item);
  });

  test('says what the endpoint answered if it records nothing', async () => {
    await deployed.post('{}');
    deployed.stack.tokens.push({ token: 'newer', storedAt: new Date() });
    const run = await trigger('sent', '--to', NUMBER);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('The receipt was answered 401: {') });
  });
});

describe('which receiver', () => {
  const other = { ReceiptsTableName: 'no-such-table' };

  test('RECEIPTS_STACK names the stack, and --stack overrides it', async () => {
    const environment = { RECEIPTS_STACK: 'Other' };
    const run = await deployed.runHere(['get', REAL_UMID], environment);
    expect(run.stderr).toContain('There is no stack Other in us-east-1');
    const overridden = await deployed.runHere(['get', REAL_UMID, '--stack', 'SmsReceipts'], environment);
    expect(overridden.stderr).toContain(`There is no message ${REAL_UMID} in the stack SmsReceipts`);
  });

  test('a prefix names one of several receivers in a stack', async () => {
    const entries = Object.entries({ ...deployed.stack.outputs, ...other });
    Object.assign(deployed.stack.outputs, Object.fromEntries(entries.map(([name, value]) => [`Asia${name}`, value])));
    const run = await deployed.runHere(['get', REAL_UMID, '--stack', 'SmsReceipts/Asia']);
    expect(run.stderr).toContain('AWS does not have what the stack names');
    const missing = await deployed.runHere(['get', REAL_UMID, '--stack', 'SmsReceipts/Europe']);
    expect(missing.stderr).toMatch(/has no output CallbackUrl.*name one by its prefix/);
  });
});

describe('receipts store-key', () => {
  const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:ReconcileKey-AbCdEf';

  test('stores the key of the environment, and never shows it', async () => {
    deployed.stack.outputs.ReconcileApiKeySecretArn = ARN;
    const run = await deployed.runHere(['store-key'], { EIGHT_BY_EIGHT_API_KEY: ' from-the-environment ' });
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('Stored.'), stderr: '' });
    expect(run.stdout).not.toContain('from-the-environment');
    expect(deployed.stack.reconcileKey).toBe('from-the-environment');
  });

  test('stores the key of standard input', async () => {
    deployed.stack.outputs.ReconcileApiKeySecretArn = ARN;
    const tool = new ToolProcess(['store-key', '--stdin'], deployed.environment, 'from-a-file\n');
    expect(await tool.ended).toMatchObject({ code: 0, stderr: '' });
    expect(deployed.stack.reconcileKey).toBe('from-a-file');
  });

  test.each([
    [{ EIGHT_BY_EIGHT_API_KEY: 'key' }, 'does not reconcile. Set reconcileSubAccounts'],
    [{ EIGHT_BY_EIGHT_API_KEY: '{"key":"a"}' }, 'is JSON'],
    [{ EIGHT_BY_EIGHT_API_KEY: '' }, 'there is no terminal to ask on'],
  ])('with %j it stores nothing', async (environment, says) => {
    expect(await deployed.runHere(['store-key'], environment)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(says),
    });
  });
});

describe('receipts get without an id', () => {
  test('shows the last messages of a local run, the newest first', async () => {
    const client = localClient(engine.endpoint, {});
    await createTables(client, LOCAL_TABLES, { streams: false });
    const times = ['2026-01-01T00:00:00.000Z', '2026-01-03T00:00:00.000Z', '2026-01-02T00:00:00.000Z'];
    const { receiptsTable: TableName } = LOCAL_TABLES;
    for (const [index, lastReceivedAt] of times.entries()) {
      const Item = {
        umid: `${index}${REAL_UMID.slice(1)}`,
        state: 'sent',
        lastReceivedAt: `9${lastReceivedAt.slice(1)}`,
      };
      await client.send(new PutCommand({ TableName, Item }));
    }
    const run = await runInProcess(['get', '--dynamodb', engine.endpoint, '--json']);
    client.destroy();
    const shown = JSON.parse(run.stdout) as { umid: string }[];
    expect(shown.slice(0, 3).map(({ umid }) => umid.charAt(0))).toEqual(['1', '2', '0']);
  });
});
