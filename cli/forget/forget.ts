import { DeleteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { SetAsideItem } from '../../contract/set-aside-item.ts';
import { umidForms } from '../../lookup/ids.ts';
import type { PhoneNumber } from '../../lookup/phone-number.ts';
import { queryIndex, readItems } from '../../lookup/read-items.ts';
import { readableBody } from '../../lookup/set-aside/read.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { limitConcurrency } from '../../toolbox/limit-concurrency.ts';
import { startProgress } from '../../toolbox/progress.ts';
import { createBodyMatcher } from './body-matcher.ts';

/** What to forget: one of the two. */
export interface Subject {
  readonly umid?: string | undefined;
  readonly destination?: PhoneNumber | undefined;
}

/** Everything that is stored about a subject. */
export interface StoredTraces {
  readonly umids: readonly string[];
  /** Ids of set-aside bodies that name the number, or one of the messages. */
  readonly setAsideIds: readonly string[];
}

const CONCURRENCY = 16;
/** Parts of the set-aside table that are read at once. Each holds one page of 1 MB in memory. */
const SEGMENTS = 4;

/** Finds all data about the subject in both tables. Reads the whole set-aside table. */
export async function findTraces(connection: TableConnection, { umid, destination }: Subject): Promise<StoredTraces> {
  const umids = destination === undefined ? [] : await umidsByDestination(connection, destination);
  if (umid !== undefined) umids.push(...(await readItems(connection, umidForms(umid))).map((item) => item.umid));
  const setAsideIds: string[] = [];
  const progress = startProgress('Reading the set-aside table');
  const isMentioned = createBodyMatcher(umid === undefined ? umids : [umid], ...(destination?.forms ?? []));
  const scan = { TableName: connection.setAsideTable, ConsistentRead: true, ProjectionExpression: 'id, body' };
  let read = 0;
  const readSegment = async (Segment: number) => {
    const pages = paginateScan({ client: connection.client }, { ...scan, Segment, TotalSegments: SEGMENTS });
    for await (const { Items = [] } of pages) {
      const found = (Items as Pick<SetAsideItem, 'id' | 'body'>[]).filter(({ body }) =>
        isMentioned(readableBody(body)),
      );
      setAsideIds.push(...found.map(({ id }) => id));
      read += Items.length;
      progress.update(read, `${setAsideIds.length} found`);
    }
  };
  await Promise.all(Array.from({ length: SEGMENTS }, (_, segment) => readSegment(segment))).finally(progress.end);
  return { umids: [...new Set(umids)], setAsideIds };
}

async function umidsByDestination(connection: TableConnection, { forms }: PhoneNumber): Promise<string[]> {
  const umids: string[] = [];
  for await (const page of queryIndex(connection, 'byDestination', forms)) umids.push(...page.map(({ umid }) => umid));
  return umids;
}

/** Deletes the items from both tables. */
export async function erase(
  { client, receiptsTable, setAsideTable }: TableConnection,
  traces: StoredTraces,
): Promise<void> {
  const deletions = [
    ...traces.umids.map((umid) => new DeleteCommand({ TableName: receiptsTable, Key: { umid } })),
    ...traces.setAsideIds.map((id) => new DeleteCommand({ TableName: setAsideTable, Key: { id } })),
  ];
  const progress = startProgress('Erasing', deletions.length);
  const limited = limitConcurrency(CONCURRENCY);
  let done = 0;
  await Promise.all(
    deletions.map((deletion) =>
      limited(async () => {
        await client.send(deletion);
        done += 1;
        progress.update(done);
      }),
    ),
  ).finally(progress.end);
}
