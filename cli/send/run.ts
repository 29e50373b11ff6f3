import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Place } from '../deployment/place.ts';
import { clockOf } from '../sender/clock.ts';
import { compare, expectedMessages } from '../sender/expect.ts';
import { httpPost } from '../sender/http-post.ts';
import type { Life } from '../sender/life.ts';
import { livesOf } from '../sender/lives.ts';
import type { Disturbances } from '../sender/schedule.ts';
import { type SendReport, send } from '../sender/send.ts';
import { slots } from '../sender/slots.ts';
import { progressOf } from '../terminal/progress.ts';
import { type Comparison, type RunSummary, summaryOf } from './summary.ts';

export interface RunSettings extends Disturbances {
  readonly url: string;
  readonly token: string;
  readonly messages: number;
  readonly seed: number;
  readonly concurrency: number;
  /** First tries a second; undefined for as fast as answers come. */
  readonly rate?: number | undefined;
  /** Milliseconds that the vendor waits for an answer. */
  readonly timeoutMs: number;
  /** Erase the messages from the table at the end. */
  readonly remove?: boolean | undefined;
}

const DELETES_AT_ONCE = 16;

/**
 * Sends lives of messages, then compares the table with what was sent.
 *
 * @param place - undefined where nobody said where the table is
 */
export async function runSender(settings: RunSettings, place: Place | undefined): Promise<RunSummary> {
  const { url, token, messages, seed, timeoutMs, rate, remove } = settings;
  const lives = livesOf({ seed, messages });
  const http = httpPost(url, { headers: { authorization: `Bearer ${token}` }, timeoutMs });
  const progress = await progressOf('Sending receipts', 100);
  const begin = performance.now();
  const report = await send(lives, {
    ...settings,
    post: http.post,
    clock: clockOf(),
    postsPerSecond: rate,
    onProgress: ({ ended, total }) => progress.to(Math.floor((100 * ended) / total)),
  }).finally(() => {
    http.close();
    progress.end();
  });
  const seconds = (performance.now() - begin) / 1000;
  const comparison = place && (await compareTable(place, lives, report));
  if (place && remove) await removeMessages(place, lives);
  return summaryOf(seed, lives, report, seconds, comparison);
}

/** Messages of which a receipt was dropped are left out: it may be recorded all the same. */
async function compareTable(place: Place, lives: readonly Life[], { dropped }: SendReport): Promise<Comparison> {
  const uncertain = new Set(dropped.map(({ life }) => life.umid));
  const expected = await expectedMessages(
    lives.filter(({ umid }) => !uncertain.has(umid)).flatMap(({ bodies }) => bodies),
  );
  const progress = await progressOf('Comparing messages', expected.size);
  const readItem = async (umid: string) => {
    const read = new GetCommand({ TableName: place.receiptsTable, Key: { umid }, ConsistentRead: true });
    return (await place.client.send(read)).Item;
  };
  const differences = await compare(expected, readItem, progress.to).finally(progress.end);
  return { messages: expected.size, differences };
}

async function removeMessages({ client, receiptsTable }: Place, lives: readonly Life[]): Promise<void> {
  const inSlot = slots(DELETES_AT_ONCE);
  const progress = await progressOf('Removing messages', lives.length);
  let removed = 0;
  await Promise.all(
    lives.map(({ umid }) =>
      inSlot(async () => {
        await client.send(new DeleteCommand({ TableName: receiptsTable, Key: { umid } }));
        removed += 1;
        progress.to(removed);
      }),
    ),
  );
  progress.end();
}
