import { DeleteCommand, type GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { replay } from '../../cli/set-aside/replay.ts';
import type { SetAsideReason } from '../../contract/set-aside-item.ts';
import { createSetAside } from '../../lambda/store/set-aside-store.ts';
import { timeTextsIn } from '../../lookup/times.ts';
import { INBOUND_SMS_JSON, RECEIPT_JSON, RECEIPT_XML, SAMPLE_UMID } from '../fixtures/samples.ts';
import { wordsOf } from './support/advised-command.ts';
import { useDeployment } from './support/deployment.ts';

/** Recent, so that the engine's TTL does not delete the items. */
const RECEIVED = new Date(Date.now() - 86_400_000);

const timesIn = (zone: string) => timeTextsIn(zone, RECEIVED).at(RECEIVED.toISOString());

describe('bodies that were set aside', () => {
  const deployed = useDeployment();
  beforeEach(() => deployed.reset());

  /** Sets a body aside, also one that the receiver would record. */
  const setAside = async (body: string | Buffer, more: { contentType?: string; reason?: SetAsideReason } = {}) => {
    const { client, setAsideTable: table } = deployed.tables;
    const { contentType, reason = 'invalid' } = more;
    const bytes = Buffer.from(body as string);
    const { id } = await createSetAside(client, { table, retentionDays: 90 })(
      {
        body: bytes,
        contentType,
        reason,
        problems: [{ pointer: '/payload', detail: 'is required' }],
        receivedAt: RECEIVED,
      },
      AbortSignal.timeout(60_000),
    );
    return id;
  };
  const run = (...args: string[]) => deployed.runHere(['set-aside', ...args]);
  const leftIds = async () => (await deployed.setAside()).map(({ id }) => id as string);
  const itemOf = async (umid: string) => (await deployed.items()).find((item) => item.umid === umid);

  test('list and show print what is set aside', async () => {
    expect(await run('list')).toMatchObject({ code: 0, stdout: 'Nothing is set aside.\n' });
    const id = await setAside('{}');
    await deployed.post(INBOUND_SMS_JSON);
    const list = await run('list');
    expect(list.stdout).toMatch(/other_webhook +1 +\d/);
    expect(list.stdout).toMatch(/last received \(UTC\) +problems/);
    const received = timesIn('UTC');
    expect(list.stdout).toMatch(new RegExp(`${id.slice(0, 12)} +invalid +1 +${received} +/payload is required`));
    expect(list.stdout).toContain('2 bodies');
    const invalid = JSON.parse((await run('list', '--reason', 'invalid', '--json')).stdout) as object[];
    expect(invalid).toMatchObject([{ id, reason: 'invalid', count: 1 }]);
    expect(invalid[0]).not.toHaveProperty('body');
    const show = await run('show', id.slice(0, 8));
    expect(show.stdout).toContain('problem       /payload is required');
    expect(show.stdout).toMatch(/The body:\n\n\{\}\n$/);
  });

  test('list and show print times in the zone of the machine, or in UTC', async () => {
    const id = await setAside('{}');
    const [manila, utc] = [timesIn('Asia/Manila'), timesIn('UTC')];
    const runInManila = (...args: string[]) => deployed.runHere(['set-aside', ...args], { TZ: 'Asia/Manila' });
    const list = await runInManila('list');
    expect(list.stdout).toMatch(/last received \(UTC\+8\)/);
    expect(list.stdout).toContain(manila);
    expect((await runInManila('show', id)).stdout).toContain(`1 time, ${manila} to ${manila} UTC+8\n`);
    expect((await runInManila('show', id, '--utc')).stdout).toContain(`1 time, ${utc} to ${utc} UTC\n`);
  });

  test('show prints binary bodies in base64, and replaces characters that control a terminal', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0x1b]);
    const shown = await run('show', await setAside(bytes), '--json');
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    const item = JSON.parse(shown.stdout);
    expect(item).toMatchObject({ bodyBase64: bytes.toString('base64') });
    expect(item).not.toHaveProperty('body');
    expect(await run('show', await setAside('a\u001b[2Jb\nc'))).toMatchObject({
      stderr: '',
      stdout: expect.stringMatching(/\n\na·\[2Jb\nc\n$/),
    });
  });

  test.each([
    { id: '123456', says: 'has an id that begins with 123456' },
    { id: '0'.repeat(64), says: 'There is no set-aside body' },
  ])('show $id: $says', async ({ id, says }) => {
    expect(await run('show', id)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(says) });
  });

  test('replay records valid receipts with their original receive time, and does not change the other bodies', async () => {
    await setAside(RECEIPT_JSON, { contentType: 'application/json', reason: 'not_storable' });
    // For its label, as earlier releases did
    await setAside(RECEIPT_XML, { contentType: 'text/plain', reason: 'unsupported_content_type' });
    const broken = await setAside('{}');
    const odd = await setAside('not ours', { contentType: 'text/plain' });
    const before = await deployed.setAside();

    const first = await run('replay', '--all', '--yes', '--json');
    expect(first.code).toBe(0);
    const replayed = JSON.parse(first.stdout) as { id: string; became: string }[];
    expect(replayed.filter(({ became }) => became === 'recorded')).toMatchObject([
      { umid: SAMPLE_UMID },
      { umid: SAMPLE_UMID },
    ]);
    expect(await leftIds()).toEqual([broken, odd].sort());
    for (const item of await deployed.setAside()) expect(before).toContainEqual(item);
    const recorded = await itemOf(SAMPLE_UMID);
    expect(recorded).toMatchObject({
      state: 'undelivered',
      history: [{ receivedAt: RECEIVED.toISOString() }],
      firstReceivedAt: RECEIVED.toISOString(),
      // The retention of the deployed function: 30 days
      expiresAt: Math.floor(RECEIVED.getTime() / 1000) + 30 * 86_400,
    });

    const again = await run('replay', '--all', '--yes');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('kept: invalid') });
    expect(await itemOf(SAMPLE_UMID)).toEqual(recorded);
  });

  test('replay takes a reason or an id', async () => {
    const first = await setAside(RECEIPT_JSON, { reason: 'not_storable' });
    const second = await setAside(RECEIPT_JSON.replace('9e09', '8e09'));
    await run('replay', '--reason', 'invalid', '--yes');
    expect(await leftIds()).toEqual([first]);
    await setAside(RECEIPT_JSON.replace('9e09', '8e09'));
    await run('replay', '--id', first, '--yes');
    expect(await leftIds()).toEqual([second]);
  });

  test('the command that the page advises to replay a body runs as printed', async () => {
    const id = await setAside(RECEIPT_JSON);
    const other = await setAside('{}');
    const { text } = await deployed.page()(`/set-aside/${id}`);
    const [, command = ''] = /<code>receipts (set-aside replay [^<]*)<\/code>/.exec(text) ?? [];
    // Without a terminal nobody can consent
    expect((await deployed.runHere([...wordsOf(command), '--yes'])).stdout).toMatch(/^ *1 +recorded\n$/);
    expect(await leftIds()).toEqual([other]);
  });

  test('a body that is received again during its replay stays until the next replay', async () => {
    const id = await setAside(RECEIPT_JSON);
    const { client, receiptsTable, setAsideTable } = deployed.tables;
    const comesAgain = new Proxy(client, {
      get: (target, name) =>
        name !== 'send'
          ? Reflect.get(target, name)
          : async (command: GetCommand | DeleteCommand) => {
              if (command instanceof DeleteCommand) await setAside(RECEIPT_JSON);
              return target.send(command as GetCommand);
            },
    });
    const connection = {
      name: 'test',
      client: comesAgain,
      receiptsTable,
      setAsideTable,
      retentionDays: async () => 90,
    };
    expect(await replay(connection, [id])).toMatchObject([{ id, result: 'recorded, came again' }]);
    expect(await leftIds()).toEqual([id]);
    expect(await replay({ ...connection, client }, [id])).toMatchObject([{ id, result: 'recorded' }]);
    expect(await leftIds()).toEqual([]);
    expect(await replay({ ...connection, client }, [id])).toEqual([{ id, result: 'gone' }]);
  });

  test('replay asks', async () => {
    await setAside(RECEIPT_JSON);
    expect(await run('replay', '--all')).toMatchObject({ code: 1, stderr: expect.stringContaining('Add --yes') });
    expect(await leftIds()).toHaveLength(1);
  });
});
