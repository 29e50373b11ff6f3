import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { SetAsideItem, SetAsideReason } from '../../contract/set-aside-item.ts';
import { isMap, jsonOf, numberOf, textOf } from '../stored-item.ts';
import type { TableConnection } from '../table-connection.ts';

/** An item without its body, for lists. */
export type SetAsideEntry = Omit<SetAsideItem, 'body'>;

/** Something else may have written an item without these attributes, or with other types of them. */
export function readableEntry(item: Readonly<Record<string, unknown>>): SetAsideEntry {
  const problems = Array.isArray(item.problems) ? item.problems.filter(isMap) : [];
  return {
    id: item.id as string,
    reason: (textOf(item.reason) ?? '') as SetAsideReason,
    problems: problems.map(({ pointer, detail }) => ({ pointer: textOf(pointer) ?? '', detail: textOf(detail) ?? '' })),
    contentType: textOf(item.contentType) ?? null,
    firstReceivedAt: textOf(item.firstReceivedAt) ?? '',
    lastReceivedAt: textOf(item.lastReceivedAt) ?? '',
    count: numberOf(item.count) ?? 0,
    expiresAt: numberOf(item.expiresAt) ?? 0,
  };
}

/** A body that is neither text nor bytes is shown as JSON. */
export function readableBody(body: unknown): string | Uint8Array {
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  return body === undefined ? '' : JSON.stringify(jsonOf(body));
}

/** Undefined if it is gone. */
export async function readSetAside(
  { client, setAsideTable }: TableConnection,
  id: string,
): Promise<SetAsideItem | undefined> {
  const read = new GetCommand({ TableName: setAsideTable, Key: { id }, ConsistentRead: true });
  const { Item } = await client.send(read);
  return Item && { ...readableEntry(Item), body: readableBody(Item.body) };
}
