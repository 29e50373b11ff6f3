import { queryEntries, SHOWN_DIGITS, scanEntries, unlessIndexIsMissing } from '../../lookup/set-aside/list.ts';
import type { SetAsideEntry } from '../../lookup/set-aside/read.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { toolName } from '../../toolbox/command-line.ts';
import { CliError, UsageError } from '../../toolbox/errors.ts';
import { startProgress } from '../../toolbox/progress.ts';

/** SHA-256 in hexadecimal. */
const WHOLE_ID = /^[\da-f]{64}$/;
const ID_PREFIX = /^[\da-f]{6,63}$/;
/** Most ids are of new bodies, from the beginning of the list. */
const PAGE_SIZE = 500;

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
  const found = await findByPrefix(connection, id);
  const [first] = found;
  if (first === undefined)
    throw new CliError(`No set-aside body in the ${connection.name} has an id that begins with ${id}.`);
  if (found.length > 1)
    throw new CliError(`More than one set-aside body has an id that begins with ${id}. Give more digits.`);
  return first;
}

/** One id, or two if it is not the only one. */
async function findByPrefix(connection: TableConnection, prefix: string): Promise<string[]> {
  const progress = startProgress('Looking for the body');
  // Two bodies do not share as many digits as a list shows
  const enough = prefix.length >= SHOWN_DIGITS ? 1 : 2;
  const search = async (entries: AsyncIterable<SetAsideEntry>): Promise<string[]> => {
    const found: string[] = [];
    let read = 0;
    for await (const { id } of entries) {
      read += 1;
      progress.update(read);
      if (id.startsWith(prefix)) found.push(id);
      if (found.length === enough) break;
    }
    return found;
  };
  try {
    const indexed = await unlessIndexIsMissing(
      () => search(queryEntries(connection, { pageSize: PAGE_SIZE })),
      async () => [],
    );
    return indexed.length > 0 ? indexed : await search(scanEntries(connection));
  } finally {
    progress.end();
  }
}
