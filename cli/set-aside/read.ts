import { GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { SetAsideItem, SetAsideReason } from '../../contract/set-aside-item.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { toolName } from '../terminal/command-line.ts';
import { CliError, UsageError } from '../terminal/errors.ts';
import { pluralize } from '../terminal/output.ts';
import { startProgress } from '../terminal/progress.ts';

/** For what an item lacks that something else wrote. */
const DEFAULTS = {
  reason: '' as SetAsideReason,
  problems: [],
  contentType: null,
  firstReceivedAt: '',
  lastReceivedAt: '',
  count: 0,
} satisfies Omit<SetAsideItem, 'id' | 'body' | 'expiresAt'>;

/** An item without its body, for lists. */
export type SetAsideEntry = Omit<SetAsideItem, 'body'>;

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
  const names = ['id', 'expiresAt', ...Object.keys(DEFAULTS)];
  const scan = {
    TableName: setAsideTable,
    ConsistentRead: true,
    ProjectionExpression: names.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
  };
  for await (const { Items = [] } of paginateScan({ client }, scan))
    yield (Items as SetAsideEntry[]).map((entry) => ({ ...DEFAULTS, ...entry }));
}

/** Undefined if it is gone. */
export async function readSetAside(
  { client, setAsideTable }: TableConnection,
  id: string,
): Promise<SetAsideItem | undefined> {
  const read = new GetCommand({ TableName: setAsideTable, Key: { id }, ConsistentRead: true });
  const { Item } = await client.send(read);
  return Item && ({ ...DEFAULTS, body: '', ...Item } as unknown as SetAsideItem);
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
