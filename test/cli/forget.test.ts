import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sampleReceipt } from '../fixtures/samples.ts';
import { FIRST_TOKEN, useDeployment } from './support/deployment.ts';
import { ARCHIVE_OUTPUTS, CALLER } from './support/fake-stack.ts';

const NUMBER = '+12025550293';
const [UMID, SAME_PERSON, OTHER_PERSON] = ['a', 'b', 'c'].map(
  (digit) => `${digit.repeat(8)}-bd74-5465-851d-1eb5a5fdbb9a`,
) as [string, string, string];
const UTF_16 = Buffer.from(`\ufeff{"to": "${NUMBER}"}`, 'utf16le');

describe('receipts forget', () => {
  const deployed = useDeployment();
  beforeEach(async () => {
    await deployed.reset();
    const receipts = [
      [UMID, NUMBER],
      [SAME_PERSON, NUMBER.slice(1)],
      [OTHER_PERSON, `${NUMBER}0`],
    ].map(([umid, destination]) =>
      sampleReceipt(({ payload }) => {
        Object.assign(payload, { umid, destination });
      }),
    );
    const setAside = {
      ofTheNumber: `{"destination": "${NUMBER}"}`,
      ofTheNumberWithoutPlus: `<root>${NUMBER.slice(1)}</root>`,
      ofTheNumberAsPeopleWriteIt: '{"to": "001 (202) 555-0293"}',
      ofTheNumberWithEscapes: '{"to": "\\u002b\\u0031202%35550293"}',
      ofTheMessage: `{"umid": "${UMID.toUpperCase()}"`,
      ofALongerNumber: `{"destination": "${NUMBER}0"}`,
      ofNobody: '{}',
    };
    const bodies = [...receipts.map((body) => JSON.stringify(body)), ...Object.values(setAside)];
    await Promise.all(bodies.map((body) => deployed.post(body)));
    // Without a content type, the body is stored as bytes
    const headers = { authorization: `Bearer ${FIRST_TOKEN}` };
    await fetch(deployed.callbackUrl, { method: 'POST', headers, body: new Uint8Array(UTF_16) });
    await fetch(deployed.callbackUrl, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: new Uint8Array(UTF_16),
    });
  });

  const forget = (...args: string[]) => deployed.runHere(['forget', ...args]);
  const left = async () => {
    const bodies = (await deployed.setAside()).map(({ body }) => body);
    return {
      umids: (await deployed.items()).map(({ umid }) => umid),
      bodies: bodies.filter((body) => typeof body === 'string').sort(),
      bytes: bodies.filter((body) => typeof body !== 'string').length,
    };
  };

  test.each([[true], [false]])('says what an archive keeps if the stack has one: %s', async (isArchived) => {
    if (isArchived) Object.assign(deployed.stack.outputs, ARCHIVE_OUTPUTS);
    const { code, stdout } = await forget('--umid', UMID, '--yes');
    expect(code).toBe(0);
    expect(stdout.includes('The archive keeps the statuses of these messages')).toBe(isArchived);
  });

  describe('of a stack with a page', () => {
    const LOG_GROUP = 'SmsReceipts-PageLogs';
    const looks = () => (deployed.stack.logged[LOG_GROUP] ?? []).map((line) => JSON.parse(line));
    beforeEach(() => {
      Object.assign(deployed.stack.outputs, {
        PageUrl: 'https://page.example.com',
        PageSecretArn: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:Page-AbCdEf',
        PageLogGroup: LOG_GROUP,
      });
    });

    test('writes into its log who erased which messages, without the number', async () => {
      const run = await forget('--destination', NUMBER, '--yes');
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(run.stdout).toContain('The log of the page says who erased these messages, and when.');
      const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
      const [look, ...more] = looks();
      expect(look).toEqual({
        message: 'look',
        time,
        kind: 'forget',
        subject: CALLER,
        email: 'ana@example.com',
        umids: expect.any(Array),
      });
      expect(look.umids.sort()).toEqual([UMID, SAME_PERSON]);
      expect(more).toEqual([]);
      expect(JSON.stringify(deployed.stack.logged)).not.toContain(NUMBER.slice(1));
    });

    test('a log that cannot be written is a warning: everything is erased', async () => {
      deployed.stack.denied.add('PutLogEvents');
      const run = await forget('--umid', UMID, '--yes', '--json');
      expect(run).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('but the log of the page does not say so'),
      });
      expect(run.stderr).toContain('it needs logs:CreateLogStream and logs:PutLogEvents');
      expect(JSON.parse(run.stdout)).toMatchObject({ umids: [UMID], inPageLog: false });
      expect((await left()).umids).toEqual([SAME_PERSON, OTHER_PERSON]);
    });

    test('what is not found is no look', async () => {
      expect(await forget('--umid', UMID.replace('a', 'f'), '--yes')).toMatchObject({ code: 1 });
      expect(looks()).toEqual([]);
    });
  });

  test('with --destination, erases the messages to the number, and the set-aside bodies that name the number or these messages', async () => {
    const run = await forget('--destination', '+1 (202) 555-0293', '--yes');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain(`Looked for the number ${NUMBER}. Erased 2 messages and 7 set-aside items.`);
    expect(run.stdout).toContain(`message    ${UMID}`);
    expect(run.stdout).toContain(`message    ${SAME_PERSON}`);
    expect(await left()).toEqual({ umids: [OTHER_PERSON], bodies: [`{"destination": "${NUMBER}0"}`, '{}'], bytes: 0 });
  });

  test.each([
    ['--destination', '\u202a+44 (0)20 7946 0018\u202c', 'the number +442079460018'],
    ['--destination', '20550', 'the number 20550'],
    ['--umid', UMID.replace('a', 'f').replaceAll('-', ''), `the message ${UMID.replace('a', 'f')}`],
  ])('%s %s, of which nothing is stored, fails and says so', async (option, given, lookedFor) => {
    const says = expect.stringContaining(
      `Nothing was erased: nothing in the stack SmsReceipts in us-east-1 names ${lookedFor}.`,
    );
    expect(await forget(option, given)).toMatchObject({ code: 1, stdout: '', stderr: says });
    const json = await forget(option, given, '--yes', '--json');
    expect(json).toMatchObject({ code: 1, stderr: says });
    expect(JSON.parse(json.stdout)).toMatchObject({ umids: [], setAsideIds: [] });
    if (option === '--destination') expect(`the number ${JSON.parse(json.stdout).destination}`).toBe(lookedFor);
    expect((await left()).umids).toHaveLength(3);
  });

  test('an item that something else wrote does not stop it', async () => {
    const { client, setAsideTable } = deployed.tables;
    for (const Item of [{ id: 'without-body' }, { id: 'with-map', body: { to: NUMBER } }])
      await client.send(new PutCommand({ TableName: setAsideTable, Item }));
    const run = await forget('--destination', NUMBER, '--yes', '--json');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout).setAsideIds).toContain('with-map');
    expect((await deployed.setAside()).map(({ id }) => id)).toContain('without-body');
  });

  test('with --umid, erases the item of the message, and the set-aside bodies that name it', async () => {
    const run = await forget('--umid', UMID, '--yes', '--json');
    expect(JSON.parse(run.stdout)).toMatchObject({ umids: [UMID], setAsideIds: [expect.any(String)] });
    const { umids, bodies, bytes } = await left();
    expect(umids).toEqual([SAME_PERSON, OTHER_PERSON]);
    expect(bodies).toHaveLength(7);
    expect(bytes).toBe(1);
  });

  test('with --at-vendor, first asks 8x8 to remove the personal data of each message', async () => {
    deployed.vendor.unknownUmids.add(SAME_PERSON);
    const run = await forget('--destination', NUMBER, '--at-vendor', '--yes');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('8x8 removes the personal data of 1 message; it does not know 1.');
    expect(deployed.vendor.removed).toEqual([`SubAccount-1/${UMID}`]);
    expect(deployed.vendor.faults).toEqual([]);
    expect((await left()).umids).toEqual([OTHER_PERSON]);
  });

  test('with --at-vendor, erases nothing if 8x8 refuses, so that it can be run again', async () => {
    const run = await deployed.runHere(['forget', '--umid', UMID, '--at-vendor', '--yes'], {
      EIGHT_BY_EIGHT_API_KEY: 'wrong',
    });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('does not accept the API key') });
    expect((await left()).umids).toHaveLength(3);
  });

  test('asks first, and erases nothing without an answer', async () => {
    const run = await forget('--umid', UMID);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(`Looked for the message ${UMID}. Found: 1 message and 1 set-aside item.`);
    expect((await left()).umids).toHaveLength(3);
  });
});
