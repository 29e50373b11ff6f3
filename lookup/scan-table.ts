import {
  type AttributeValue,
  type DynamoDBClient,
  ScanCommand,
  type ScanCommandInput,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';

/** Parts of the table that are read at once: a request returns 1 MB at most. */
const SEGMENTS = 8;

/** An item as it is read. Something else may have written it, so any attribute may be missing or of another type. */
export type ReadItem = Readonly<Record<string, AttributeValue>>;

export interface TableScan {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Ends the read after about as many items. Default: reads all. */
  readonly maxItems?: number;
  /** Called after each page with the number of items that were read, also those that the filter leaves out. */
  readonly onRead?: (items: number) => void;
  readonly signal?: AbortSignal;
}

/** What to read of the items. Default: whole items, and all of them. */
export type ScanParameters = Pick<
  ScanCommandInput,
  'ProjectionExpression' | 'FilterExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

export interface Scanned {
  readonly items: number;
  /** Whether the whole table was read. */
  readonly isComplete: boolean;
}

/**
 * Reads a table, in eight parts at once. If one part fails, the others end, too.
 *
 * @param onPage - takes up to 1 MB of items; the next ones of this part are read after it
 */
export async function scanTable(
  { client, table: TableName, maxItems = Number.POSITIVE_INFINITY, onRead, signal }: TableScan,
  parameters: ScanParameters,
  onPage: (items: readonly ReadItem[]) => void | Promise<void>,
): Promise<Scanned> {
  const scan = {
    TableName,
    TotalSegments: SEGMENTS,
    // So that a part of the table is one of all its segments
    ...(Number.isFinite(maxItems) && { Limit: Math.ceil(maxItems / SEGMENTS) }),
    ...parameters,
  };
  const failure = new AbortController();
  let items = 0;
  let isComplete = true;
  const readSegment = async (Segment: number): Promise<void> => {
    let ExclusiveStartKey: ScanCommandOutput['LastEvaluatedKey'];
    do {
      const page: ScanCommandOutput = await client.send(new ScanCommand({ ...scan, Segment, ExclusiveStartKey }));
      signal?.throwIfAborted();
      if (failure.signal.aborted) return;
      await onPage(page.Items ?? []);
      items += page.ScannedCount ?? 0;
      onRead?.(items);
      ExclusiveStartKey = page.LastEvaluatedKey;
      if (ExclusiveStartKey !== undefined && items >= maxItems) {
        isComplete = false;
        return;
      }
    } while (ExclusiveStartKey !== undefined && !failure.signal.aborted);
  };
  const endAll = (error: unknown) => {
    failure.abort();
    throw error;
  };
  await Promise.all(Array.from({ length: SEGMENTS }, (_, segment) => readSegment(segment).catch(endAll)));
  return { items, isComplete };
}
