import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { forgetAtVendor } from '../../../cli/forget/forget-at-vendor.ts';
import { RateLimitError } from '../../../eight-by-eight/messages-api.ts';
import type { VendorCall } from '../../../eight-by-eight/vendor-api.ts';
import { VendorError } from '../../../eight-by-eight/vendor-error.ts';
import { stepClock } from './step-clock.ts';

/** A fake connection to a table with these items, because only the calls to the vendor matter here. */
function connectionTo(items: readonly { readonly umid: string; readonly subAccountId?: string }[]) {
  const client = { send: async () => ({ Responses: { table: items.map((item) => marshall(item)) } }) };
  return { name: 'test', client, receiptsTable: 'table', setAsideTable: '', retentionDays: async () => 1 } as never;
}

const ITEMS = ['a', 'b', 'c'].map((umid) => ({ umid, subAccountId: 'Acme' }));
const umids = ITEMS.map(({ umid }) => umid);

describe('removing personal data at the vendor', () => {
  test('removes the data of one message a second', async () => {
    const clock = stepClock();
    const times: number[] = [];
    const call: VendorCall = async () => void times.push(clock.now());
    const report = await forgetAtVendor(call, connectionTo(ITEMS), umids, clock);
    expect(report).toEqual({ removed: 3, unknown: 0, withoutSubAccount: 0 });
    expect(times).toEqual([0, 1000, 2000]);
  });

  test('waits as long as the vendor says, and tries again', async () => {
    const clock = stepClock();
    const paths: string[] = [];
    const refusal = { status: 429, message: '', code: 429, retryAfter: 7 };
    const call: VendorCall = async ({ path }) => {
      paths.push(`${clock.now()} ${path}`);
      if (paths.length === 2) throw new RateLimitError(refusal);
    };
    const report = await forgetAtVendor(call, connectionTo(ITEMS.slice(0, 2)), umids.slice(0, 2), clock);
    expect(report).toMatchObject({ removed: 2 });
    expect(paths).toEqual([
      '0 /api/v1/subaccounts/Acme/messages/a/pii',
      '1000 /api/v1/subaccounts/Acme/messages/b/pii',
      '8000 /api/v1/subaccounts/Acme/messages/b/pii',
    ]);
  });

  test('skips a message without a sub-account, and stops at a refusal', async () => {
    const call: VendorCall = async () => undefined;
    expect(await forgetAtVendor(call, connectionTo([{ umid: 'a' }]), ['a'], stepClock())).toEqual({
      removed: 0,
      unknown: 0,
      withoutSubAccount: 1,
    });
    const refuses: VendorCall = async () => {
      throw new VendorError('no', { status: 401 });
    };
    await expect(forgetAtVendor(refuses, connectionTo(ITEMS), umids, stepClock())).rejects.toThrow('no');
  });
});
