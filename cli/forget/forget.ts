import { DeleteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Place } from '../deployment/place.ts';
import { formsOfDestination, pagesOfIndex } from '../lookup/find-keys.ts';
import { readItems } from '../lookup/read-items.ts';
import { slots } from '../sender/slots.ts';
import type { SetAsideItem } from '../set-aside/set-aside-item.ts';
import { progressOf } from '../terminal/progress.ts';
import { mentions } from './mentions.ts';

/** Whom or what to forget; one of them. */
export interface Subject {
  readonly umid?: string | undefined;
  readonly destination?: string | undefined;
}

/** What is kept of a subject. */
export interface Kept {
  readonly umids: readonly string[];
  /** Ids of bodies that name the number, or one of the messages. */
  readonly setAsideIds: readonly string[];
}

const AT_ONCE = 16;

/** Everything in both tables that is about the subject. Reads the whole set-aside table. */
export async function findKept(place: Place, { umid, destination }: Subject): Promise<Kept> {
  const umids = destination === undefined ? [] : await umidsTo(place, destination);
  const named = umid === undefined ? umids : [umid];
  const exists = umid === undefined || (await readItems(place, [umid])).length > 0;
  const setAsideIds: string[] = [];
  const progress = await progressOf('Reading the set-aside table');
  const isMentioned = mentions(named, destination);
  const scan = { TableName: place.setAsideTable, ConsistentRead: true, ProjectionExpression: 'id, body' };
  for await (const { Items = [] } of paginateScan({ client: place.client }, scan)) {
    const found = (Items as Pick<SetAsideItem, 'id' | 'body'>[]).filter(({ body }) => isMentioned(body));
    setAsideIds.push(...found.map(({ id }) => id));
    progress.to(setAsideIds.length);
  }
  progress.end();
  return { umids: exists ? named : [], setAsideIds };
}

async function umidsTo(place: Place, destination: string): Promise<string[]> {
  const umids: string[] = [];
  for (const form of formsOfDestination(destination)) {
    for await (const page of pagesOfIndex(place, 'byDestination', form)) umids.push(...page.map(({ umid }) => umid));
  }
  return umids;
}

/** Erases it from both tables. */
export async function erase({ client, receiptsTable, setAsideTable }: Place, kept: Kept): Promise<void> {
  const deletions = [
    ...kept.umids.map((umid) => new DeleteCommand({ TableName: receiptsTable, Key: { umid } })),
    ...kept.setAsideIds.map((id) => new DeleteCommand({ TableName: setAsideTable, Key: { id } })),
  ];
  const progress = await progressOf('Erasing', deletions.length);
  const inSlot = slots(AT_ONCE);
  let done = 0;
  await Promise.all(
    deletions.map((deletion) =>
      inSlot(async () => {
        await client.send(deletion);
        done += 1;
        progress.to(done);
      }),
    ),
  ).finally(progress.end);
}
