import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { localClient } from '../../cli/deployment/dynamodb-client.ts';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { fixedTokens } from '../../lambda/auth/authenticate.ts';
import { createTables } from '../../local/create-tables.ts';
import { type HttpApi, serve } from '../../local/http/server.ts';
import { generateLifecycles } from '../../simulator/generate-lifecycles.ts';
import { engines } from '../support/engines.ts';
import { receiverOn } from '../support/receiver.ts';
import { type Deployment, deployment } from './support/deployment.ts';
import { runTool } from './support/run-tool.ts';

const [{ endpoint } = { endpoint: '' }] = engines;

describe('receipts send to a deployed stack', () => {
  let deployed: Deployment;
  beforeAll(async () => {
    deployed = await deployment(endpoint);
  });
  afterAll(() => deployed.close());

  const count = async () => {
    const { client, receiptsTable } = deployed.tables;
    return (await client.send(new ScanCommand({ TableName: receiptsTable, Select: 'COUNT' }))).Count;
  };

  test('needs its name and --yes', async () => {
    for (const { args, code } of [
      { args: ['--stack', 'SmsReceipts'], code: 1 },
      { args: ['--yes', '--url', deployed.callbackUrl.replace('127.0.0.1', 'a.example')], code: 2 },
    ]) {
      const run = await deployed.run(['send', '--messages', '1', ...args]);
      expect(run).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(/--yes/) });
    }
    expect(await count()).toBe(0);
  });

  test('sends as the vendor does, compares the table, and removes the messages again', async () => {
    const args = ['send', '--stack', 'SmsReceipts', '--yes', '--messages', '60', '--seed', '5', '--duplicates', '0.3'];
    const run = await deployed.run(args);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('The table holds all 60 messages, each as it was sent.');
    expect(await count()).toBe(60);
    const again = await deployed.run([...args, '--remove', '--json']);
    const bodies = generateLifecycles({ seed: 5, messages: 60 }).flatMap((life) => life.bodies).length;
    const report = JSON.parse(again.stdout);
    expect(report).toMatchObject({
      seed: 5,
      messages: 60,
      retries: 0,
      dropped: 0,
      comparison: { messages: 60, differences: [] },
    });
    expect(report.acknowledged).toBeGreaterThan(bodies * 1.1);
    expect(await count()).toBe(0);
  });
});

describe('receipts send to a local run', () => {
  const client = localClient(endpoint);
  let api: HttpApi;
  let url = '';
  beforeAll(async () => {
    await createTables(client);
    const tables = { client, ...LOCAL_TABLES };
    const tokens = fixedTokens('local-token');
    let first = true;
    const { handler } = receiverOn(tables, { tokens });
    api = await serve(0, 'POST /receipts', async (event) => {
      // The vendor retries after a failure
      if (!first) return handler(event);
      first = false;
      return { statusCode: 503 };
    });
    url = `http://127.0.0.1:${api.port}/receipts`;
  });
  afterAll(async () => {
    await api.stop();
    client.destroy();
  });

  const send = (...args: string[]) => runTool(['send', '--url', url, '--messages', '5', ...args]);

  test('retries after a failure, and compares nothing without the address of the tables', async () => {
    const run = await send('--seed', '11');
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/retries +1\n/);
    expect(run.stdout).toContain('503: 1');
    expect(run.stdout).toContain('name its address with --dynamodb or RECEIPTS_DYNAMODB');
  });

  test('a table that differs from what was sent fails the run, and the difference is shown', async () => {
    const [life] = generateLifecycles({ seed: 12, messages: 5 });
    const key = { TableName: LOCAL_TABLES.receiptsTable, Key: { umid: life?.umid } };
    await send('--seed', '12');
    await client.send(
      new UpdateCommand({
        ...key,
        UpdateExpression: 'SET #x = :x',
        ExpressionAttributeNames: { '#x': 'detail' },
        ExpressionAttributeValues: { ':x': 'other' },
      }),
    );
    const run = await send('--seed', '12', '--dynamodb', endpoint);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      new RegExp(`Different from what was sent: 1 message\\n +${life?.umid} +detail +expected .* +found "other"`),
    );
    expect(run.stderr).toContain('The table differs from what was sent.');
  });

  test('removes nothing where it does not know the table', async () => {
    const stderr = expect.stringContaining('the table must be known');
    expect(await send('--remove')).toMatchObject({ code: 2, stderr });
  });
});
