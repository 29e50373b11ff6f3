import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { recordBody } from '../../lambda/record/record-body.ts';
import type { Stores } from '../../lambda/store/create-stores.ts';
import { createRecord } from '../../lambda/store/receipt-store.ts';
import { limitConcurrency } from '../../toolbox/limit-concurrency.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { readSetAside, type SetAsideItem } from './read.ts';

/** The result of a replay. */
export type Replayed =
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
  readonly became: Replayed;
  /** Why it is still set aside. */
  readonly reason?: string;
  readonly umid?: string;
}

const AT_ONCE = 8;
const TIMEOUT_MS = 60_000;

/**
 * Records set-aside bodies with their original receive time. Idempotent. A body that still cannot be recorded stays
 * unchanged.
 */
export async function replay(
  connection: TableConnection,
  ids: readonly string[],
  onProgress: (done: number) => void = () => undefined,
): Promise<ReplayedBody[]> {
  const { client, receiptsTable: table } = connection;
  const stores: Stores = {
    record: createRecord(client, { table, retentionDays: await connection.retentionDays() }),
    // The body is in the set-aside table already, and must not be counted again
    setAside: async () => ({ id: '', isNew: false }),
  };
  const limited = limitConcurrency(AT_ONCE);
  let done = 0;
  return Promise.all(
    ids.map((id) =>
      limited(async () => {
        const replayed = await replayOne(connection, stores, id);
        done += 1;
        onProgress(done);
        return replayed;
      }),
    ),
  );
}

async function replayOne(connection: TableConnection, stores: Stores, id: string): Promise<ReplayedBody> {
  const item = await readSetAside(connection, id);
  if (item === undefined) return { id, became: 'gone' };
  const kept = await recordBody(
    {
      bytes: typeof item.body === 'string' ? Buffer.from(item.body) : item.body,
      contentType: item.contentType ?? undefined,
      receivedAt: new Date(item.firstReceivedAt),
    },
    stores,
    AbortSignal.timeout(TIMEOUT_MS),
  );
  if (kept.in === 'set-aside') return { id, became: 'kept', reason: kept.reason };
  const { umid } = kept.receipt;
  return { id, umid, became: (await removeUnchanged(connection, item)) ? 'recorded' : 'recorded, came again' };
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
