import { beforeAll, expect, test } from '@jest/globals';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { TYPICAL_ARCHIVING, TYPICAL_EVENTS } from '../../cost/typical-usage.ts';
import { createArchiveHandler } from '../../lambda/archive/archive.ts';
import { entryBytes } from '../../lambda/publish/entry-size.ts';
import { createPublishHandler, type PublishLog } from '../../lambda/publish/publish.ts';
import { itemOf } from '../../test/support/sent-messages.ts';
import { CHANGED_AT, streamEvent } from '../../test/support/stream-event.ts';
import { lifeOfAMessage } from '../measure/events.ts';

const BEGIN = new Date(0).toISOString();
/** What both handlers share. */
const PORTS = { deadLetter: async () => undefined, fields: [], now: () => CHANGED_AT };
let stream: DynamoDBStreamEvent;

beforeAll(async () => {
  const life = lifeOfAMessage('00000000-0000-4000-8000-000000000000');
  const receipts = life.map(({ event }) => ({ contentType: 'application/json', body: event.body, receivedAt: BEGIN }));
  const items = await Promise.all(receipts.map((_, at) => itemOf(receipts.slice(0, at + 1))));
  // The last receipt is a copy, which writes nothing
  expect(items.pop()).toEqual(items.at(-1));
  stream = streamEvent(items.map((item, at) => ({ before: items[at - 1], after: { ...item, version: at + 1 } })));
});

test('the events of a message are those of the monthly bill, each published alone, which takes the most', async () => {
  const [sizes, lines]: [number[], PublishLog[]] = [[], []];
  let putEventsRequests = 0;
  const publish = createPublishHandler({
    ...PORTS,
    put: async (events) => {
      putEventsRequests += 1;
      sizes.push(...events.map(entryBytes));
      return events.map(() => undefined);
    },
    log: (line) => lines.push(line),
  });
  for (const record of stream.Records) await publish({ Records: [record] });
  const { logBytes, ...counts } = TYPICAL_EVENTS;
  const published = { events: sizes.length, entryBytes: Math.max(...sizes), putEventsRequests };
  expect({ records: stream.Records.length, ...published }).toEqual(counts);
  // With its level and time, and the end of the line
  const bytesOf = (line: PublishLog) => JSON.stringify({ level: 'INFO', timestamp: BEGIN, ...line }).length + 1;
  // Ages have more or fewer digits
  expect(Math.abs(lines.reduce((sum, line) => sum + bytesOf(line), 0) - logBytes)).toBeLessThan(10);
});

test('the rows of the archive for it are, too', async () => {
  let data = '';
  const archive = createArchiveHandler({
    ...PORTS,
    put: async (records) => {
      data += records.join('');
      return records.map(() => undefined);
    },
    log: () => undefined,
  });
  await archive(stream);
  expect({ rows: data.split('\n').length - 1, rowBytes: data.length }).toEqual(TYPICAL_ARCHIVING);
});
