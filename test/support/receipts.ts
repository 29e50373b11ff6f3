import fc from 'fast-check';
import { IDENTITY_FIELDS, type Receipt, type Status } from '../../lambda/receipt/receipt.ts';
import { statusSortKey } from '../../lambda/receipt/status-order.ts';

const STATES = ['queued', 'sent', 'delivered', 'undelivered', 'rejected', 'failed', 'read', 'unknown', 'ok', 'seen'];
const DETAILS = [
  'delivered_to_operator',
  'delivered_to_recipient',
  'rejected_by_operator',
  'delivered_to_x',
  'é\u{1F600}',
];
const FRACTIONS = ['', '.0', '.5', '.50', '.06', '.6030893', '.6030894'];

const timestamp = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(...FRACTIONS))
  .map(([second, fraction]) => `2026-01-01T12:00:0${second}${fraction}Z`);

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

/** Statuses of few values, so that many are near each other in the order. */
export const arbitraryStatus: fc.Arbitrary<Status> = fc
  .record({
    state: fc.constantFrom(...STATES),
    detail: optional(fc.constantFrom(...DETAILS)),
    timestamp,
    errorCode: optional(fc.constantFrom(0, 1, 15, 999)),
    errorMessage: optional(fc.constantFrom('Absent', '\uffff', '\u{10000}', 'x y')),
    price: optional(
      fc
        .record({ total: fc.constantFrom(0.0375, 1e-7, 12), currency: optional(fc.constant('USD')) })
        .map(withoutUndefined),
    ),
    smsCount: optional(fc.integer({ min: 0, max: 2 })),
  })
  .map((status) => withoutUndefined(status) as Status);

const arbitraryReceipt = fc
  .record({
    identity: fc
      .record(Object.fromEntries(IDENTITY_FIELDS.map((field) => [field, optional(fc.constantFrom('a', 'a', 'b'))])))
      .map(withoutUndefined),
    status: arbitraryStatus,
    extra: optional(
      fc.dictionary(fc.constantFrom('country', 'a.b', 'ü', 'state'), fc.constantFrom(1, 'x', null), { minKeys: 1 }),
    ),
  })
  .map((fields) => withoutUndefined({ umid: 'umid', ...fields }) as Receipt);

/**
 * The receipts of one message. Copies of one status are copies of one receipt: the vendor posts the same body again.
 */
export const arbitraryReceipts = (constraints: { minLength?: number; maxLength: number }): fc.Arbitrary<Receipt[]> =>
  fc.uniqueArray(arbitraryReceipt, { ...constraints, selector: ({ status }) => statusSortKey(status) });

/** Receipts with copies of some of them, in any order. */
export const arbitraryArrivals = (receipts: fc.Arbitrary<Receipt[]>): fc.Arbitrary<Receipt[]> =>
  receipts.chain((distinct) =>
    fc
      .subarray(distinct)
      .chain((copies) => fc.shuffledSubarray([...distinct, ...copies], { minLength: distinct.length + copies.length })),
  );

function withoutUndefined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
