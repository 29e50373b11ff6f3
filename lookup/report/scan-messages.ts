import {
  type AttributeValue,
  type DynamoDBClient,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { countryOf } from '../../lambda/receipt/country.ts';
import { deliveryTime } from '../../lambda/receipt/delivery-time.ts';
import { projectionOf } from '../../lambda/store/expression.ts';
import type { Period } from '../../report/days.ts';
import type { MessageFacts } from '../../report/message-facts.ts';

/** The attributes that a report needs. */
const ATTRIBUTES = [
  'firstReceivedAt',
  'state',
  'detail',
  'country',
  'destination',
  'operator',
  'subAccountId',
  'source',
  'batchId',
  'errorCode',
  'smsCount',
  'priceTotal',
  'priceCurrency',
  'history',
] as const satisfies readonly (keyof ReceiptItem)[];

/** Parts of the table that are read at once: a request returns 1 MB at most. */
const SEGMENTS = 8;

export interface TableScan extends Period {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Ends the read after about as many items. Default: reads all. */
  readonly maxItems?: number;
  /** Called after each page with the number of items that were read, also those outside the period. */
  readonly onRead?: (items: number) => void;
  readonly signal?: AbortSignal;
}

export interface Scanned {
  readonly items: number;
  /** Whether the whole table was read. */
  readonly isComplete: boolean;
}

/** Reads the messages of a period from the receipts table, which has no order by time, so that it reads the whole table. */
export async function scanMessages(scan: TableScan, add: (facts: MessageFacts) => void): Promise<Scanned> {
  const { maxItems = Number.POSITIVE_INFINITY, onRead, signal } = scan;
  let items = 0;
  let isComplete = true;
  const readSegment = async (_: unknown, segment: number): Promise<void> => {
    for await (const { Items = [], ScannedCount = 0, LastEvaluatedKey } of pagesOf(scan, segment)) {
      signal?.throwIfAborted();
      for (const item of Items) add(factsOf(item));
      items += ScannedCount;
      onRead?.(items);
      if (items < maxItems) continue;
      if (LastEvaluatedKey !== undefined) isComplete = false;
      break;
    }
  };
  await Promise.all(Array.from({ length: SEGMENTS }, readSegment));
  return { items, isComplete };
}

async function* pagesOf(
  { client, table, from, to, maxItems }: TableScan,
  segment: number,
): AsyncGenerator<ScanCommandOutput> {
  const scan = {
    TableName: table,
    Segment: segment,
    TotalSegments: SEGMENTS,
    // So that a part of the table is one of all its segments
    ...(maxItems !== undefined && { Limit: Math.ceil(maxItems / SEGMENTS) }),
    ...projectionOf(ATTRIBUTES),
    // Items outside the period are read, but need not be sent
    FilterExpression: '#0 BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':from': { S: from.toISOString() }, ':to': { S: to.toISOString() } },
  };
  let ExclusiveStartKey: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await client.send(new ScanCommand({ ...scan, ExclusiveStartKey }));
    yield page;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

/** Something else may have written the item, so any attribute may be missing or of another type. */
function factsOf(item: Readonly<Record<string, AttributeValue>>): MessageFacts {
  const { errorCode, smsCount, priceTotal, history } = item;
  return {
    firstReceivedAt: item.firstReceivedAt?.S ?? '',
    state: item.state?.S ?? '',
    detail: item.detail?.S,
    country: item.country?.S ?? countryOf(item.destination?.S),
    operator: item.operator?.S,
    subAccountId: item.subAccountId?.S,
    source: item.source?.S,
    batchId: item.batchId?.S,
    errorCode: numberOf(errorCode),
    segments: numberOf(smsCount),
    price: priceTotal?.N,
    currency: item.priceCurrency?.S,
    deliveryMs: deliveryTime((history?.L ?? []).map(({ M = {} }) => statusOf(M))),
  };
}

function statusOf({ state, detail, timestamp }: Readonly<Record<string, AttributeValue>>) {
  return { state: state?.S ?? '', ...(detail?.S !== undefined && { detail: detail.S }), timestamp: timestamp?.S ?? '' };
}

function numberOf(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}
