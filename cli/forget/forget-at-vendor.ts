import { CALLS_PER_SECOND, RateLimitError, removePersonalData } from '../../eight-by-eight/messages-api.ts';
import type { VendorCall } from '../../eight-by-eight/vendor-api.ts';
import { readItems } from '../../lookup/read-items.ts';
import { readableItem } from '../../lookup/stored-item.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { type Clock, createClock } from '../../toolbox/clock.ts';
import { startProgress } from '../../toolbox/progress.ts';

/** Numbers of messages by the vendor's answer. */
export interface VendorReport {
  /** 8x8 removes their personal data. */
  readonly removed: number;
  /** 8x8 does not know them, or has removed them already. */
  readonly unknown: number;
  /** Not asked: their items have no sub-account, which 8x8 needs. */
  readonly withoutSubAccount: number;
}

/**
 * Asks the vendor to remove the personal data of these messages, one after the other at the rate that it accepts.
 *
 * @throws VendorError at the first refusal. The items still exist, so the command can be run again
 */
export async function forgetAtVendor(
  call: VendorCall,
  connection: TableConnection,
  umids: readonly string[],
  clock: Clock = createClock(),
): Promise<VendorReport> {
  const items = (await readItems(connection, umids)).map(readableItem);
  const progress = startProgress('Removing at 8x8', items.length);
  let [removed, unknown, withoutSubAccount] = [0, 0, 0];
  let next = clock.now();
  try {
    for (const { umid, subAccountId } of items) {
      if (subAccountId === undefined) withoutSubAccount += 1;
      else if (await rateLimited(() => removePersonalData(call, subAccountId, umid))) removed += 1;
      else unknown += 1;
      progress.update(removed + unknown + withoutSubAccount, `about ${CALLS_PER_SECOND} a second`);
    }
  } finally {
    progress.end();
  }
  return { removed, unknown, withoutSubAccount };

  async function rateLimited<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      const wait = next - clock.now();
      if (wait > 0) await clock.sleep(wait);
      next = clock.now() + 1000 / CALLS_PER_SECOND;
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof RateLimitError)) throw error;
        next = clock.now() + error.retryAfter * 1000;
      }
    }
  }
}
