import { GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { SetAsideItem, SetAsideReason } from '../../contract/set-aside-item.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { isMap, jsonOf, numberOf, textOf } from '../lookup/stored-item.ts';
import { toolName } from '../terminal/command-line.ts';
import { CliError, UsageError } from '../terminal/errors.ts';
import { pluralize } from '../terminal/output.ts';
import { startProgress } from '../terminal/progress.ts';

/** An item without its body, for lists. */
export type SetAsideEntry = Omit<SetAsideItem, 'body'>;

const ATTRIBUTES = [
  'id',
  'reason',
  'problems',
  'contentType',
  'firstReceivedAt',
  'lastReceivedAt',
  'count',
  'expiresAt',
] as const satisfies (keyof SetAsideEntry)[];

/** SHA-256 in hexadecimal. */
const WHOLE_ID = /^[\da-f]{64}$/;
const ID_PREFIX = /^[\da-f]{6,63}$/;

/** Selects entries. Default: all. */
export interface Filter {
  readonly reason?: string | undefined;
  /** The beginning of the id. */
  readonly id?: string | undefined;
}

/** Lists the entries of the set-aside table without their bodies, newest first. Reads the whole table. */
export async function listSetAside(connection: TableConnection, filter: Filter): Promise<SetAsideEntry[]> {
  const progress = startProgress('Reading the set-aside table');
  const entries: SetAsideEntry[] = [];
  for await (const page of pages(connection)) {
    entries.push(...page.filter(({ id, reason }) => matches(id, reason)));
    progress.update(entries.length);
  }
  progress.end();
  return entries.sort((a, b) => (a.lastReceivedAt < b.lastReceivedAt ? 1 : -1));

  function matches(id: string, reason: string): boolean {
    return (filter.id === undefined || id.startsWith(filter.id)) && (filter.reason ?? reason) === reason;
  }
}

async function* pages({ client, setAsideTable }: TableConnection): AsyncGenerator<SetAsideEntry[]> {
  const scan = {
    TableName: setAsideTable,
    ConsistentRead: true,
    ProjectionExpression: ATTRIBUTES.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(ATTRIBUTES.map((name) => [`#${name}`, name])),
  };
  for await (const { Items = [] } of paginateScan({ client }, scan)) yield Items.map(readableEntry);
}

/** Something else may have written an item without these attributes, or with other types of them. */
function readableEntry(item: Readonly<Record<string, unknown>>): SetAsideEntry {
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

/**
 * Finds the only entry whose id begins like this, and returns its whole id.
 *
 * @throws CliError if there is none, or more than one
 */
export async function resolveId(connection: TableConnection, idPrefix: string): Promise<string> {
  const id = idPrefix.trim().toLowerCase();
  if (WHOLE_ID.test(id)) return id;
  if (!ID_PREFIX.test(id)) {
    throw new UsageError(
      `${idPrefix} is not the id of a set-aside body. Take it from ${toolName()} set-aside list: 6 to 64 of its digits.`,
    );
  }
  const found = await listSetAside(connection, { id });
  const [entry] = found;
  if (entry === undefined)
    throw new CliError(`No set-aside body in the ${connection.name} has an id that begins with ${id}.`);
  if (found.length > 1) {
    const bodies = pluralize(found.length, 'set-aside body', 'set-aside bodies');
    throw new CliError(`${bodies} have an id that begins with ${id}. Give more digits.`);
  }
  return entry.id;
}
