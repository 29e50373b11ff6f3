import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { SetAsideItem, SetAsideReason } from '../../contract/set-aside-item.ts';
import { recordBody } from '../../lambda/record/record-body.ts';
import type { Stores } from '../../lambda/store/create-stores.ts';
import { createRecord } from '../../lambda/store/receipt-store.ts';
import { listIds } from '../../lookup/set-aside/list.ts';
import { readSetAside } from '../../lookup/set-aside/read.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { limitConcurrency } from '../../toolbox/limit-concurrency.ts';
import { startProgress } from '../../toolbox/progress.ts';
import { resolveId } from './resolve-id.ts';

/** The result of a replay. */
type Replayed =
  /** It is now in its message's item and no longer in the set-aside table. */
  | 'recorded'
  /** It still cannot be recorded and stays unchanged. */
  | 'kept'
  /** It is recorded, but another copy arrived during the replay, so its entry stays until the next replay. */
  | 'recorded, came again'
  /** Somebody else has removed it. */
  | 'gone';

export interface ReplayedBody {
  readonly id: string;
  readonly result: Replayed;
  /** Why it is still set aside. */
  readonly reason?: string;
  readonly umid?: string;
}

const CONCURRENCY = 8;
const TIMEOUT_MS = 60_000;

/** The ids of the bodies with this reason or these ids, shortened or not; of all bodies if neither is given. */
export async function idsToReplay(
  connection: TableConnection,
  reason: SetAsideReason | undefined,
  idPrefixes: readonly string[] | undefined,
): Promise<string[]> {
  if (idPrefixes === undefined) return listIds(connection, reason);
  const ids: string[] = [];
  for (const idPrefix of idPrefixes) ids.push(await resolveId(connection, idPrefix));
  return [...new Set(ids)];
}

/**
 * Records set-aside bodies with their original receive time. Idempotent. A body that still cannot be recorded stays
 * unchanged.
 */
export async function replay(connection: TableConnection, ids: readonly string[]): Promise<ReplayedBody[]> {
  const { client, receiptsTable: table } = connection;
  const stores: Stores = {
    record: createRecord(client, { table, retentionDays: await connection.retentionDays() }),
    // The body is in the set-aside table already, and must not be counted again
    setAside: async () => ({ id: '', isNew: false }),
  };
  const limited = limitConcurrency(CONCURRENCY);
  const progress = startProgress('Replaying', ids.length);
  let done = 0;
  return Promise.all(
    ids.map((id) =>
      limited(async () => {
        const replayed = await replayOne(connection, stores, id);
        done += 1;
        progress.update(done);
        return replayed;
      }),
    ),
  ).finally(progress.end);
}

async function replayOne(connection: TableConnection, stores: Stores, id: string): Promise<ReplayedBody> {
  const item = await readSetAside(connection, id);
  if (item === undefined) return { id, result: 'gone' };
  const stored = await recordBody(
    {
      bytes: typeof item.body === 'string' ? Buffer.from(item.body) : item.body,
      contentType: item.contentType ?? undefined,
      receivedAt: new Date(item.firstReceivedAt),
    },
    stores,
    AbortSignal.timeout(TIMEOUT_MS),
  );
  if (stored.in === 'set-aside') return { id, result: 'kept', reason: stored.reason };
  const { umid } = stored.receipt;
  return { id, umid, result: (await removeUnchanged(connection, item)) ? 'recorded' : 'recorded, came again' };
}

/** Deletes the item. Returns false if the same body was received again since the item was read. */
async function removeUnchanged(
  { client, setAsideTable }: TableConnection,
  { id, count }: SetAsideItem,
): Promise<boolean> {
  try {
    await client.send(
      new DeleteCommand({
        TableName: setAsideTable,
        Key: { id },
        ConditionExpression: 'attribute_not_exists(#id) OR #count = :count',
        ExpressionAttributeNames: { '#id': 'id', '#count': 'count' },
        ExpressionAttributeValues: { ':count': count },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
