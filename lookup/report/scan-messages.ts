import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { countryOf } from '../../lambda/receipt/country.ts';
import { deliveryTime } from '../../lambda/receipt/message.ts';
import { projectionOf } from '../../lambda/store/expression.ts';
import type { Period } from '../../report/days.ts';
import type { MessageFacts } from '../../report/message-facts.ts';
import { type ReadItem, type Scanned, scanTable, type TableScan } from '../scan-table.ts';

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

/** Reads the messages of a period from the receipts table, which has no order by time, so that it reads the whole table. */
export function scanMessages(
  { from, to, ...scan }: TableScan & Period,
  add: (facts: MessageFacts) => void,
): Promise<Scanned> {
  const parameters = {
    ...projectionOf(ATTRIBUTES),
    // Items outside the period are read, but need not be sent
    FilterExpression: '#0 BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':from': { S: from.toISOString() }, ':to': { S: to.toISOString() } },
  };
  return scanTable(scan, parameters, (items) => {
    for (const item of items) add(factsOf(item));
  });
}

function factsOf(item: ReadItem): MessageFacts {
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

function statusOf({ state, detail, timestamp }: ReadItem) {
  return { state: state?.S ?? '', ...(detail?.S !== undefined && { detail: detail.S }), timestamp: timestamp?.S ?? '' };
}

function numberOf(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}
