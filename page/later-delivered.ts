import { outcomeOf } from '../lambda/receipt/status-order.ts';
import { findMessages } from '../lookup/find.ts';
import { readPhoneNumber } from '../lookup/phone-number.ts';
import { type ReadableItem, readableItem } from '../lookup/stored-item.ts';
import type { TableConnection } from '../lookup/table-connection.ts';
import { CliError } from '../toolbox/errors.ts';

const NEWEST = 20;

/**
 * The newest message to the same number that was delivered, if it came later than a message that was not. Looks among the
 * 20 newest. Undefined without the index by number.
 */
export async function laterDelivered(
  connection: TableConnection,
  item: ReadableItem,
): Promise<ReadableItem | undefined> {
  const { destination, firstReceivedAt: from } = item;
  if (destination === undefined || from === undefined || isDelivered(item)) return undefined;
  const criteria = { destination: readPhoneNumber(destination), from };
  try {
    const { items } = await findMessages(connection, criteria, NEWEST);
    return items.map(readableItem).find((other) => isDelivered(other) && other.umid !== item.umid);
  } catch (error) {
    // A deployment may leave the index out
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

function isDelivered({ state = '', detail }: ReadableItem): boolean {
  return outcomeOf({ state, detail }) === 'delivered';
}
