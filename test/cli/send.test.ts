import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { runSender } from '../../cli/send/run-sender.ts';
import type { StatusEntry } from '../../contract/receipt-item.ts';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { SUB_ACCOUNT_ID } from '../../eight-by-eight/ids.ts';
import { fixedTokens } from '../../lambda/receive/authenticate.ts';
import { createTables } from '../../local/create-tables.ts';
import { type HttpApi, serve } from '../../local/http/server.ts';
import { generateLifecycles } from '../../simulator/generate-lifecycles.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { engine } from '../support/engine.ts';
import { receiverOn } from '../support/receiver.ts';
import { useDeployment } from './support/deployment.ts';
import { runInProcess } from './support/run-in-process.ts';

const { endpoint } = engine;

describe('receipts send to a deployed stack', () => {
  const deployed = useDeployment();

  test('needs --yes', async () => {
    const run = await deployed.runHere(['send', '--messages', '1', '--stack', 'SmsReceipts']);
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('add --yes') });
    expect(await deployed.items()).toEqual([]);
  });

  test('a secret that holds JSON is refused before anything is sent', async () => {
    deployed.stack.tokens.push({ token: '{"token":"a"}', storedAt: new Date(0) });
    const run = await deployed.runHere(['send', '--stack', 'SmsReceipts', '--yes', '--messages', '1']);
    deployed.stack.tokens.pop();
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('The token of the stack SmsReceipts is JSON. Store the value alone');
    expect(await deployed.items()).toEqual([]);
  });

  test('sends as the vendor does, compares the table, and removes the messages again', async () => {
    const args = ['send', '--stack', 'SmsReceipts', '--yes', '--messages', '10', '--seed', '5', '--duplicates', '0.3'];
    args.push('--begin', '2026-11-28T10:00:00Z');
    const run = await deployed.runHere(args);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('The table holds all 10 messages, each as it was sent.');
    expect(await deployed.items()).toHaveLength(10);
    const again = await deployed.runHere([...args, '--remove', '--json']);
    const bodies = generateLifecycles({ seed: 5, messages: 10 }).flatMap((life) => life.bodies).length;
    const report = JSON.parse(again.stdout);
    expect(report).toMatchObject({
      seed: 5,
      begin: '2026-11-28T10:00:00.000Z',
      messages: 10,
      retries: 0,
      dropped: 0,
      comparison: { messages: 10, differences: [] },
    });
    expect(report.acknowledged).toBeGreaterThan(bodies * 1.1);
    expect(await deployed.items()).toEqual([]);
  });
});

describe('receipts send to a local run', () => {
  const client = localClient(endpoint);
  let api: HttpApi;
  let url = '';
  /** Status codes of the next answers; the receiver does not see these posts. */
  const refusals: number[] = [];
  let onPost: () => void = () => undefined;
  beforeAll(async () => {
    await createTables(client);
    const tables = { client, ...LOCAL_TABLES };
    const tokens = fixedTokens('local-token');
    const { handler } = receiverOn(tables, { tokens });
    api = await serve(0, 'POST /receipts', async (event) => {
      const statusCode = refusals.shift();
      const answer = statusCode === undefined ? await handler(event) : { statusCode };
      onPost();
      return answer;
    });
    url = `http://127.0.0.1:${api.port}/receipts`;
  });
  afterAll(async () => {
    await api.stop();
    client.destroy();
  });

  const send = (...args: string[]) => runInProcess(['send', '--url', url, '--messages', '5', ...args]);
  const stored = async (seed: number, messages: number) => {
    const umids = generateLifecycles({ seed, messages }).map(({ umid }) => umid);
    const gets = umids.map((umid) =>
      client.send(new GetCommand({ TableName: LOCAL_TABLES.receiptsTable, Key: { umid } })),
    );
    return (await Promise.all(gets)).filter(({ Item }) => Item !== undefined).length;
  };

  test('retries after a failure, and compares nothing without the address of the tables', async () => {
    refusals.push(503);
    const run = await send('--seed', '11');
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/retries +1\n/);
    expect(run.stdout).toContain('503: 1');
    expect(run.stdout).toContain('name its address with --dynamodb or RECEIPTS_DYNAMODB');
  });

  test('sends messages of now, of sub-accounts that 8x8 cannot have', async () => {
    const before = Date.now();
    await send('--seed', '21');
    const [life] = generateLifecycles({ seed: 21, messages: 1 });
    const key = { TableName: LOCAL_TABLES.receiptsTable, Key: { umid: life?.umid } };
    const { Item = {} } = await client.send(new GetCommand(key));
    expect(Item.subAccountId).toMatch(/^test:Acme/);
    expect(Item.subAccountId).not.toMatch(SUB_ACCOUNT_ID);
    expect(Math.min(...Item.history.map(({ timestamp }: StatusEntry) => Date.parse(timestamp)))).toBeGreaterThanOrEqual(
      before,
    );
  });

  test('fails and shows the difference if the table differs from what was sent', async () => {
    const [life] = generateLifecycles({ seed: 12, messages: 5 });
    const key = { TableName: LOCAL_TABLES.receiptsTable, Key: { umid: life?.umid } };
    const again = ['--seed', '12', '--begin', '2026-11-28'];
    await send(...again);
    await client.send(
      new UpdateCommand({
        ...key,
        UpdateExpression: 'SET #x = :x',
        ExpressionAttributeNames: { '#x': 'detail' },
        ExpressionAttributeValues: { ':x': 'other' },
      }),
    );
    const run = await send(...again, '--dynamodb', endpoint);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      new RegExp(`Different from what was sent: 1 message\\n +${life?.umid} +detail +expected .* +found "other"`),
    );
    expect(run.stderr).toContain('The table differs from what was sent.');
  });

  test.each([
    { what: 'a refused token', refusal: 401, says: 'refuses the token (401)' },
    { what: 'a refused machine', refusal: 403, says: 'refuses this machine (403)' },
    { what: 'an address without a receiver', refusal: 404, says: 'is not the address of a receiver (404)' },
  ])('stops at $what', async ({ refusal, says }) => {
    refusals.push(...Array<number>(5).fill(refusal));
    const run = await send('--concurrency', '5', '--dynamodb', endpoint);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(says);
    expect(run.stderr).toContain('With --keep-trying');
    refusals.length = 0;
  });

  test('stops if nothing listens at the URL', async () => {
    const run = await send('--url', 'http://127.0.0.1:9/receipts');
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('No connection to http://127.0.0.1:9/receipts: nothing listens there.');
  });

  test('what is queued comes after the removal, so the command to remove it is printed', async () => {
    refusals.push(202);
    const run = await send('--seed', '18', '--remove', '--dynamodb', endpoint);
    expect(run.stderr).toContain('Some were queued (202)');
    expect(run.stderr).toContain('receipts send --remove-only --seed 18 --messages 5');
  });

  test('--keep-trying goes on after a refusal, as the vendor does', async () => {
    refusals.push(401);
    const run = await send('--keep-trying', '--seed', '13');
    expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(/retries +1\n/) });
  });

  test('RECEIPTS_DYNAMODB names the tables', async () => {
    const args = ['send', '--url', url, '--messages', '5', '--seed', '16', '--remove'];
    const run = await runInProcess(args, { RECEIPTS_DYNAMODB: endpoint });
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('The table holds all 5 messages') });
  });

  test.each([{ refused: GetCommand }, { refused: DeleteCommand }])(
    'where AWS refuses $refused.name, it prints the command that removes the messages',
    async ({ refused }) => {
      const refusing = {
        send: (command: GetCommand) =>
          command instanceof refused ? Promise.reject(new Error('not permitted')) : client.send(command),
      };
      const connection = {
        name: 'test',
        client: refusing as typeof client,
        ...LOCAL_TABLES,
        retentionDays: async () => 90,
      };
      const removeCommand = 'receipts send --remove-only --seed 17';
      const settings = {
        url,
        token: 'local-token',
        messages: 5,
        seed: 17,
        begin: new Date(),
        concurrency: 5,
        timeoutMs: 10_000,
      };
      const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
      await expect(runSender({ ...settings, remove: true, removeCommand }, connection)).rejects.toThrow(
        'not permitted',
      );
      expect(said.mock.calls.join('')).toContain(`still in the table. This removes them:\n  ${removeCommand}`);
      said.mockRestore();
    },
  );

  describe.each([{ remove: true }, { remove: false }])('after Ctrl-C, with --remove: $remove', ({ remove }) => {
    const messages = 15;
    const seed = remove ? 14 : 15;
    test('removes its messages, or prints the command that removes them', async () => {
      let posts = 0;
      const args = ['--messages', String(messages), '--seed', String(seed), '--rate', '50', '--dynamodb', endpoint];
      onPost = () => {
        posts += 1;
        if (posts === 8) process.emit('SIGINT');
      };
      const { code, stdout, stderr } = await runInProcess([
        ...['send', '--url', url, ...args],
        ...(remove ? ['--remove'] : []),
      ]);
      onPost = () => undefined;
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
      const [command = ''] = /^ {2}receipts (send --remove-only .*)$/m.exec(stderr)?.slice(1) ?? [];
      expect(command).toBe(`send --remove-only --seed ${seed} --messages ${messages} --dynamodb ${endpoint}`);
      if (remove) expect(stderr).toMatch(/^\d+ messages removed\.$/m);
      else {
        expect(await stored(seed, messages)).toBeGreaterThan(0);
        expect(await runInProcess(command.split(' '))).toMatchObject({ code: 0 });
      }
      expect(await stored(seed, messages)).toBe(0);
    });
  });
});
