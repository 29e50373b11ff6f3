import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readItems } from '../../lookup/read-items.ts';
import { sampleReceipt } from '../fixtures/samples.ts';
import { connectionTo, engine } from '../support/engine.ts';
import { itemOf, writeItems } from '../support/sent-messages.ts';
import { advisedBy, advisedRuns, wordsOf } from './support/advised-command.ts';
import { useDeployment } from './support/deployment.ts';

const UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
const BATCH = '3e09ac86-bd74-5465-851d-1eb5a5fdbb9b';
/** More than one page of keys and one page of items. */
const MANY = 230;

const umidOf = (index: number) => UMID.replace(/^.{8}/, String(index).padStart(8, '0'));

const { endpoint } = engine;

describe('looking up messages', () => {
  const deployed = useDeployment();
  /** Stores the message of each receipt, as if they had come in this order, one in each millisecond until now. */
  const store = async (receipts: readonly object[]) => {
    const { client, receiptsTable } = deployed.tables;
    const items = receipts.map((receipt, index) =>
      itemOf([
        {
          contentType: 'application/json',
          body: JSON.stringify(receipt),
          receivedAt: new Date(deployed.now - receipts.length + index).toISOString(),
        },
      ]),
    );
    await writeItems(client, receiptsTable, await Promise.all(items));
  };
  beforeAll(async () => {
    const { post } = deployed;
    const status = (state: string, timestamp: string, more = {}) =>
      sampleReceipt((body) => {
        body.payload.status = { state, timestamp, ...more };
      });
    await post(JSON.stringify(status('queued', '2015-12-31T23:59:57.21Z')));
    await post(JSON.stringify(status('sent', '2016-01-01T00:00:03.06Z')));
    await post(JSON.stringify(sampleReceipt()));
    const others = Array.from({ length: MANY }, (_, index) =>
      sampleReceipt(({ payload }) => {
        Object.assign(payload, { umid: umidOf(index), clientMessageId: `order-${index}`, batchId: 'many' });
        payload.destination = index % 2 === 0 ? '+447700900123' : '447700900123';
        payload.status = { state: index < 200 ? 'read' : 'sent', timestamp: '2016-01-01T00:00:00Z' };
      }),
    );
    const odd = [
      { umid: umidOf(1000), destination: '20550' },
      { umid: umidOf(1001), clientMessageId: ' spaced', batchId: 'spaced ' },
    ].map((fields) =>
      sampleReceipt(({ payload }) => {
        Object.assign(payload, { batchId: 'odd', clientMessageId: 'odd', destination: '+15005550006' }, fields);
      }),
    );
    await store([...others, ...odd]);
  });

  test('get shows a message and its history', async () => {
    const run = await deployed.runHere(['get', UMID.toUpperCase()], { TZ: 'Asia/Manila' });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const [received = '', ...shown] = run.stdout.trimEnd().split('\n').toReversed();
    expect(received).toMatch(
      /^ {2}received \d+ \w{3} 20\d\d, [\d:]{8} to \d+ \w{3} 20\d\d, [\d:]{8}; kept until 20\d\d-\d\d-\d\d$/,
    );
    expect(shown.toReversed()).toEqual([
      UMID,
      '  Not delivered: the number is wrong, or no longer in use',
      '  undelivered, rejected_by_operator, Invalid destination (error 15)',
      '  More: receipts explain 15',
      '',
      '  from               8x8',
      '  to                 +12025550293',
      '  sub-account        SubAccount-1',
      '  client message id  1e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      `  batch              ${BATCH}`,
      '  client batch id    2e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      '  price              0.0375 USD (3 x 0.0125)',
      '',
      '  1 Jan 2016, 07:59:57 UTC+8           queued',
      '  1 Jan 2016, 08:00:03        +5.85 s  sent',
      '  1 Jan 2016, 08:00:00                 undelivered, rejected_by_operator, Invalid destination (error 15)',
      '',
      '  Times may be out of order: operators round them.',
      '',
    ]);
  });

  test('get --utc shows times in UTC', async () => {
    const { stdout } = await deployed.runHere(['get', UMID, '--utc']);
    expect(stdout).toContain('\n  31 Dec 2015, 23:59:57 UTC  ');
  });

  test('get --json prints the item', async () => {
    const item = JSON.parse((await deployed.runHere(['get', UMID, '--json'])).stdout);
    expect(item).toMatchObject({ umid: UMID, state: 'undelivered', history: [{}, {}, {}] });
  });

  test('get of an unknown message fails', async () => {
    const run = await deployed.runHere(['get', umidOf(99_999)]);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(`There is no message ${umidOf(99_999)} in the stack SmsReceipts in us-east-1`);
  });

  test('--stack takes precedence over RECEIPTS_DYNAMODB', async () => {
    const environment = { RECEIPTS_DYNAMODB: 'http://127.0.0.1:9' };
    expect(await deployed.runHere(['get', UMID, '--stack', 'SmsReceipts'], environment)).toMatchObject({ code: 0 });
    const local = await deployed.runHere(['batch', BATCH], environment);
    expect(local).toMatchObject({ code: 1, stderr: expect.stringContaining('No connection to 127.0.0.1:9') });
  });

  test('a message that an index gives twice is read once', async () => {
    expect(await readItems(connectionTo(deployed.tables), [umidOf(1), UMID, umidOf(1)])).toMatchObject([
      { umid: umidOf(1) },
      { umid: UMID },
    ]);
  });

  test('find --client-message-id finds the message', async () => {
    const run = await deployed.runHere(['find', '--client-message-id', 'order-7', '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject([{ umid: umidOf(7), destination: '447700900123' }]);
    const shown = await deployed.runHere(['find', '--client-message-id', 'order-7']);
    expect(shown.stdout).toBe((await deployed.runHere(['get', umidOf(7)])).stdout);
  });

  test('find --destination finds a number as people write it, with and without its plus, newest first', async () => {
    const number = ['--destination', '\u202a+44 (0)7700 900123\u202c'];
    const run = await deployed.runHere(['find', ...number, '--limit', '1000', '--json']);
    const items = JSON.parse(run.stdout) as { umid: string; firstReceivedAt: string }[];
    expect(items.map(({ umid }) => umid).sort()).toEqual(Array.from({ length: MANY }, (_, index) => umidOf(index)));
    const times = items.map(({ firstReceivedAt }) => firstReceivedAt);
    expect(times).toEqual(times.toSorted().toReversed());
    const { stderr } = await deployed.runHere(['find', ...number, '--limit', '1']);
    expect(stderr).toContain('These went to +447700900123.');
  });

  test('a short code is looked up as it is', async () => {
    const run = await deployed.runHere(['find', '--destination', '20550']);
    expect(run).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('to                 20550') });
  });

  test.each([
    { args: ['find', '--destination', '\u202a+1 202 555 0199\u202c'], says: 'no message to +12025550199 in the stack' },
    { args: ['find', '--destination', '77777'], says: 'no message to 77777 in the stack' },
    { args: ['find', '--client-message-id', 'a\u200bb'], says: 'with the id a\\u200bb in the stack' },
    { args: ['find', '--batch', 'a\ufe0f'], says: 'of the batch a\\ufe0f in the stack' },
    { args: ['find', '--batch', 'many', '--state', 'failed'], says: 'of the batch many in the state failed' },
    { args: ['find', '--destination', '+447700900123', '--before', '2016-01-01'], says: 'no message to +447700900123' },
    { args: ['batch', 'a\u200b'], says: 'of the batch a\\u200b in the stack' },
  ])('$args.0 $args.1 says what it looked for, with escapes for what nobody sees', async ({ args, says }) => {
    const run = await deployed.runHere(args);
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(says) });
  });

  test.each(['spaced', ' spaced', '\u200espaced'])(
    'ids with space around them are found, and trimmed: %j',
    async (given) => {
      for (const args of [
        ['find', '--client-message-id', given],
        ['find', '--batch', given],
      ]) {
        const { stdout } = await deployed.runHere([...args, '--json']);
        expect(JSON.parse(stdout)).toMatchObject([
          { umid: umidOf(1001), clientMessageId: ' spaced', batchId: 'spaced ' },
        ]);
      }
      expect(await deployed.runHere(['batch', given])).toMatchObject({ code: 0, stderr: '' });
    },
  );

  test('a message whose umid something else stored with space or in upper case is found', async () => {
    const { client, receiptsTable: TableName } = deployed.tables;
    for (const [asked, umid] of [
      [umidOf(2001), ` ${umidOf(2001)}`],
      [`{${umidOf(2002)}}`, `${umidOf(2002)} `],
      [umidOf(2003), umidOf(2003).toUpperCase()],
    ] as const) {
      await client.send(new PutCommand({ TableName, Item: { umid } }));
      expect(JSON.parse((await deployed.runHere(['get', asked, '--json'])).stdout)).toEqual({ umid });
      const erased = await deployed.runHere(['forget', '--umid', asked, '--yes', '--json']);
      expect(JSON.parse(erased.stdout)).toEqual({ umids: [umid], setAsideIds: [] });
    }
  });

  test('the search page links the next messages to a number, until all were shown', async () => {
    const page = deployed.page();
    const shown = new Set<string>();
    let path: string | undefined = `/?q=${encodeURIComponent('+44 7700 900123')}`;
    while (path !== undefined) {
      const { status, text } = await page(path);
      expect(status).toBe(200);
      for (const [, umid = ''] of text.matchAll(/href="\/messages\/([\da-f-]{36})"/g)) shown.add(umid);
      path = /href="([^"]+)">Next 100/.exec(text)?.[1];
    }
    expect(shown.size).toBe(MANY);
  });

  test('the commands that the page and search advise for more messages of an own id run as printed', async () => {
    const bodies = Array.from({ length: 101 }, (_, index) =>
      sampleReceipt(({ payload }) =>
        Object.assign(payload, { umid: umidOf(2000 + index), clientMessageId: 'same id', batchId: 'same' }),
      ),
    );
    await store(bodies);
    const { text } = await deployed.page({ toolOptions: { dynamodb: endpoint } })('/?q=same%20id');
    const [, command = ''] = /<code>receipts (find[^<]*)<\/code>|$/.exec(text) ?? [];
    const words = wordsOf(command);
    expect(words).toContain(endpoint);
    const run = await deployed.runHere([...words.slice(0, words.indexOf('--dynamodb')), '--json']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toHaveLength(101);
    const advised = advisedBy(await deployed.runHere(['search', 'same id'])) ?? [];
    const all = await deployed.runHere([...advised, '--json']);
    expect(JSON.parse(all.stdout)).toHaveLength(101);
  });

  test('batch counts the messages whatever their umids begin with', async () => {
    const umids = [...'012345678abcdef'].map((digit) => UMID.replace(/^./, digit));
    await store(
      umids.map((umid) => sampleReceipt(({ payload }) => Object.assign(payload, { umid, batchId: 'digits' }))),
    );
    const { stdout } = await deployed.runHere(['batch', 'digits', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ messages: umids.length });
  });

  test('find says if there are more messages than it shows', async () => {
    const run = await deployed.runHere(['find', '--batch', 'many', '--limit', '3']);
    expect(run.code).toBe(0);
    expect(run.stdout.trim().split('\n')).toHaveLength(4);
    expect(run.stdout).toMatch(/^ {2}state +time \(UTC\) +own id +umid +to\n/);
    expect(run.stderr).toBe('These are 3 of 230. To see more: receipts find --batch many --limit 230\n');
  });

  test('find --destination fits 80 columns, and begins with the state', async () => {
    const run = await deployed.runHere(['find', '--destination', '+447700900123'], { COLUMNS: '80' });
    const [header = '', ...rows] = run.stdout.trimEnd().split('\n');
    expect(header).toMatch(/^ {2}state {2}time \(UTC\) +own id +umid$/);
    expect(rows).toHaveLength(100);
    for (const row of rows) {
      expect(row.length).toBeLessThanOrEqual(80);
      expect(row).toMatch(/^ {2}(read|sent) {3}1 Jan 2016, 00:00:00 {2}order-\d+ +\d{8}$/);
    }
  });

  test.each([
    { by: ['--batch', 'many'], state: 'sent', count: 30 },
    { by: ['--batch', 'many'], state: 'SENT', count: 30 },
    { by: ['--destination', '447700900123'], state: 'sent', count: 30 },
    { by: ['--client-message-id', 'order-7'], state: 'read', count: 1 },
  ])('find $by --state $state finds $count messages', async ({ by, state, count }) => {
    const run = await deployed.runHere(['find', ...by, '--state', state, '--json']);
    const items = JSON.parse(run.stdout) as { state: string }[];
    expect(items).toHaveLength(count);
    expect(new Set(items.map((item) => item.state))).toEqual(new Set([state.toLowerCase()]));
    const fewer = await deployed.runHere(['find', ...by, '--state', state, '--limit', '1']);
    expect(fewer.stderr).toMatch(
      count > 1 ? /^(These are 1 of 30|There are more than 1)\. To see more: receipts find / : /^$/,
    );
  });

  test.each([
    { first: ['find', '--destination', '+44 7700 900123', '--state', 'sent', '--limit', '12', '--json'], count: 30 },
    { first: ['find', '--destination', '+447700900123', '--limit', '50', '--json'], count: MANY },
    { first: ['search', '+44 7700 900123', '--json'], count: MANY },
  ])(
    'each command that $first.0 advises runs as it is printed, until all $count were found',
    async ({ first, count }) => {
      const found = new Set<string>();
      for await (const { stdout } of advisedRuns(deployed, first)) {
        const result = JSON.parse(stdout);
        for (const { umid } of result.messages ?? result) found.add(umid);
      }
      expect(found.size).toBe(count);
    },
  );

  test.each([
    {
      args: ['--batch', 'many', '--state', 'undeliverd'],
      says: ['are in the state read or sent.', 'no state undeliverd. It documents queued, sent,'],
    },
    {
      args: ['--batch', 'many', '--failed'],
      says: ['in the state undelivered or rejected or failed', 'are in the state read or sent.'],
    },
    { args: ['--destination', '+447700900123', '--state', 'failed'], says: ['are in the state read or sent.'] },
  ])('find $args finds nothing, and says which states there are', async ({ args, says }) => {
    const run = await deployed.runHere(['find', ...args]);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    for (const words of says) expect(run.stderr).toContain(words);
    expect(run.stderr.includes('documents no state')).toBe(args.includes('undeliverd'));
  });

  test('find takes several states, and a range of times', async () => {
    const found = async (...more: string[]) => {
      const run = await deployed.runHere([
        'find',
        '--destination',
        '+447700900123',
        '--limit',
        '300',
        '--json',
        ...more,
      ]);
      return run.code === 0 ? (JSON.parse(run.stdout) as object[]).length : 0;
    };
    expect(await found('--state', 'sent,READ')).toBe(MANY);
    expect(await found('--state', 'sent', '--state', 'queued')).toBe(30);
    const tomorrow = new Date(deployed.now + 86_400_000).toISOString();
    const yesterday = new Date(deployed.now - 86_400_000).toISOString();
    expect(await found('--from', yesterday, '--before', tomorrow)).toBe(MANY);
    expect(await found('--from', tomorrow)).toBe(0);
    const run = await deployed.runHere([
      'find',
      '--destination',
      '+12025550293',
      '--from',
      tomorrow,
      '--before',
      yesterday,
    ]);
    expect(run.stderr).toContain('Nothing was found');
  });

  test('find and batch give the messages as CSV', async () => {
    const head = '\ufeffnumber,own id,state,';
    const one = await deployed.runHere(['find', '--client-message-id', 'order-6', '--csv']);
    expect(one.stdout).toMatch(new RegExp(`^${head}.*\\r\\n'\\+447700900123,order-6,read,yes,.*,${umidOf(6)}\\n$`));
    const failed = await deployed.runHere(['batch', BATCH, '--failed', '--csv']);
    expect(failed.stdout.split('\r\n')).toContainEqual(
      expect.stringMatching(/,undelivered,yes,15,Invalid destination,"Ask for another number/),
    );
    const none = await deployed.runHere(['batch', 'many', '--failed', '--csv']);
    expect(none.stdout.split('\r\n')).toHaveLength(1);
  });

  test('batch counts states, with a bar for each', async () => {
    const run = await deployed.runHere(['batch', 'many']);
    expect(run.stdout).toBe(
      [
        'Batch many  230 messages: 200 delivered, 0 failed, 30 without an answer yet',
        '',
        `  read  200  87.0 %  ${'█'.repeat(26)}▏`,
        `  sent  30   13.0 %  ${'█'.repeat(3)}▉`,
        '',
      ].join('\n'),
    );
    const one = await deployed.runHere(['batch', BATCH, '--json']);
    expect(JSON.parse(one.stdout)).toEqual({
      batchId: BATCH,
      messages: 1,
      ended: 1,
      delivered: 0,
      failed: 1,
      open: 0,
      states: [{ state: 'undelivered', detail: 'rejected_by_operator', count: 1 }],
      errors: [{ errorCode: 15, count: 1 }],
    });
    expect(await deployed.runHere(['batch', 'none'])).toMatchObject({ code: 1, stdout: '' });
  });
});
