import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { backfill } from '../../cli/archive/backfill.ts';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { createArchiveHandler } from '../../lambda/archive/archive.ts';
import { createPutRecords } from '../../lambda/archive/firehose.ts';
import { cases } from '../support/cases.ts';
import { type FakeFirehose, startFakeFirehose } from '../support/fake-aws.ts';
import { itemOf, sentMessages, writeItems } from '../support/sent-messages.ts';
import { streamEvent } from '../support/stream-event.ts';
import { useDeployment } from './support/deployment.ts';
import { ARCHIVE_OUTPUTS } from './support/fake-stack.ts';

const COUNT = cases(100, 400);

const deployed = useDeployment();
let firehose: FakeFirehose;
let items: ReceiptItem[];
beforeAll(async () => {
  firehose = await startFakeFirehose();
  items = await Promise.all(sentMessages(COUNT, 31).messages.map(itemOf));
  const { client, receiptsTable } = deployed.tables;
  await writeItems(client, receiptsTable, [...items, { umid: 'foreign' }]);
});
afterAll(() => firehose.close());
beforeEach(() => {
  Object.assign(deployed.stack.outputs, ARCHIVE_OUTPUTS);
  firehose.refuse = () => undefined;
  firehose.accepted.length = 0;
});

const run = (...options: string[]) =>
  deployed.runHere(['archive', 'backfill', ...options], { AWS_ENDPOINT_URL_FIREHOSE: firehose.endpoint });
const put = () =>
  createPutRecords('archive', {
    endpoint: firehose.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
/** The rows, in any order. */
const rows = () => firehose.accepted.flatMap((data) => data.trimEnd().split('\n')).sort();

/** What the archive function puts for the same versions. */
async function rowsOfFunction(): Promise<string[]> {
  firehose.accepted.length = 0;
  const handler = createArchiveHandler({
    put: put(),
    deadLetter: () => Promise.reject(new Error('no row fails')),
    fields: [],
    now: () => new Date(),
    log: () => undefined,
  });
  await handler(streamEvent(items.map((after) => ({ after }))));
  return rows();
}

describe('receipts archive backfill', () => {
  test('puts the row of each item, equal to that of the archive function, and none of other items', async () => {
    const { code, stdout } = await run();
    expect(code).toBe(0);
    expect(stdout).toBe(
      `The archive took rows of ${COUNT} of ${COUNT + 1} items. The other items are test receipts of the probe, or not of this receiver. Athena has them in a quarter of an hour.\n`,
    );
    const taken = rows();
    expect(taken).toHaveLength(COUNT);
    expect(taken).toEqual(await rowsOfFunction());
    expect(taken.join('')).not.toMatch(/destination|clientMessageId|source/);
  });

  test('a second run puts the same rows', async () => {
    await run();
    const first = rows();
    firehose.accepted.length = 0;
    expect(JSON.parse((await run('--json')).stdout)).toEqual({ items: COUNT + 1, rows: COUNT });
    expect(rows()).toEqual(first);
  });

  test('says first how much it reads, and what reading and archiving cost', async () => {
    const { stderr } = await run();
    expect(stderr).toMatch(
      /^Reads about \d01 items \(\d+ MiB\) of the stack SmsReceipts in us-east-1, which costs less than 0\.01 USD on demand in us-east-1\. Firehose costs less than 0\.01 USD more\.\n$/,
    );
  });

  test('the rows have the sender if those of the stack have it', async () => {
    deployed.stack.outputs.ArchiveFields = 'source';
    await run().finally(() => delete deployed.stack.outputs.ArchiveFields);
    const senders = new Map(rows().map((row) => [JSON.parse(row).umid, JSON.parse(row).source]));
    expect(senders).toEqual(new Map(items.map(({ umid, source }) => [umid, source])));
  });

  test('waits while Firehose takes no more', async () => {
    let refused = 0;
    firehose.refuse = () => (refused++ < 40 ? 'ServiceUnavailableException' : undefined);
    const { client, receiptsTable } = deployed.tables;
    const options = { put: put(), fields: [], onSize: () => undefined, pauseMs: 0 };
    expect(await backfill({ client, receiptsTable }, options)).toEqual({ items: COUNT + 1, rows: COUNT });
    expect(rows()).toHaveLength(COUNT);
  });

  test('ends if Firehose refuses, and says to run it again', async () => {
    firehose.refuse = () => 'AccessDeniedException';
    expect(await run()).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /Firehose did not take all rows \(AccessDeniedException\)\. Run it again: a row that the archive has already changes no figure\.\n$/,
      ),
    });
  });

  test('ends with Ctrl-C, also while it waits', async () => {
    firehose.refuse = () => {
      process.emit('SIGINT');
      return 'ServiceUnavailableException';
    };
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/Interrupted\. Run it again: a row that the archive has already changes no figure\.\n$/);
  });

  test('of a stack without an archive names the setting', async () => {
    for (const name of Object.keys(ARCHIVE_OUTPUTS)) delete deployed.stack.outputs[name];
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toBe(
      'receipts: The stack SmsReceipts has no archive. Put "archive": "on" into receipts.config.json, and deploy it first.\n',
    );
  });
});
