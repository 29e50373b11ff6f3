import fc from 'fast-check';
import { CONSTANT_FIELDS, type Identity, type Status } from '../../contract/receipt-item.ts';
import type { Receipt } from '../../lambda/receipt/message.ts';
import { statusSortKey } from '../../lambda/receipt/status-order.ts';
import { anyCharacter } from './any-character.ts';

const STATES = ['queued', 'sent', 'delivered', 'undelivered', 'rejected', 'failed', 'read', 'unknown', 'ok', 'seen'];
const DETAILS = [
  'delivered_to_operator',
  'delivered_to_recipient',
  'rejected_by_operator',
  'delivered_to_x',
  'é\u{1F600}',
];
const FRACTIONS = ['', '.0', '.5', '.50', '.06', '.6030893', '.6030894'];

/** Most are close to each other. Others are about 2 minutes apart, or more. */
const timestamp = fc
  .tuple(fc.constantFrom(0, 0, 0, 1, 2, 5), fc.integer({ min: 0, max: 3 }), fc.constantFrom(...FRACTIONS))
  .map(([minute, second, fraction]) => `2026-01-01T12:0${minute}:0${second}${fraction}Z`);

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const text = fc.string({ minLength: 1, maxLength: 6, unit: anyCharacter });

/** Numbers that DynamoDB can store, including very large and very small ones. */
const amount = fc.oneof(
  fc.constantFrom(0, 0.0375, 1e-7, 12, 2 ** 53, 1e20, 9.9e125, 1e-130),
  fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  fc.double({ min: -1e30, max: 1e30, noNaN: true }).filter((value) => Math.abs(value) > 1e-100),
);

/** Statuses with few distinct values, so that many are close in the order. */
export const arbitraryStatus: fc.Arbitrary<Status> = fc
  .record({
    state: fc.constantFrom(...STATES),
    detail: optional(fc.constantFrom(...DETAILS)),
    timestamp,
    errorCode: optional(fc.constantFrom(0, 1, 15, 999)),
    errorMessage: optional(fc.oneof(fc.constantFrom('Absent', '\uffff', '\u{10000}', 'x y'), text)),
    price: optional(
      fc
        .record({ total: optional(amount), perSms: optional(amount), currency: fc.constantFrom('USD', 'EUR') })
        .map(withoutUndefined),
    ),
    smsCount: optional(fc.integer({ min: 0, max: 2 })),
  })
  .map((status) => withoutUndefined(status) as Status);

const arbitraryIdentity: fc.Arbitrary<Identity> = fc
  .record(
    Object.fromEntries(CONSTANT_FIELDS.map((field) => [field, optional(fc.oneof(fc.constantFrom('a', 'b'), text))])),
  )
  .map(withoutUndefined);

const extra = fc.dictionary(fc.constantFrom('country', 'a.b', 'ü', 'state'), fc.constantFrom(1, 'x', null), {
  minKeys: 1,
});

const arbitraryReceipt = fc
  .record({
    identity: arbitraryIdentity,
    status: arbitraryStatus,
    extra: optional(extra),
    extraText: optional(text),
    formatVersion: optional(fc.integer({ min: 6, max: 8 })),
    origin: fc.option(fc.constant('vendor_log' as const), { nil: undefined, freq: 5 }),
  })
  .map((fields) => toReceipt({ umid: 'umid', ...fields }));

/** The vendor's log has no envelope, and so no version of one. */
const toReceipt = <T extends { readonly origin?: unknown }>(fields: T): Receipt =>
  withoutUndefined({
    ...fields,
    ...(fields.origin !== undefined && { formatVersion: undefined }),
  }) as unknown as Receipt;

/** Receipts of one message with distinct statuses, and entries of the vendor's log, some with the same statuses. */
export const arbitraryReceipts = (constraints: { minLength?: number; maxLength: number }): fc.Arbitrary<Receipt[]> =>
  fc.uniqueArray(arbitraryReceipt, {
    ...constraints,
    selector: ({ status, origin = '' }) => `${statusSortKey(status)}${origin}`,
  });

/** Receipts with copies of some of them, in any order. A copy may have other names. */
export const arbitraryArrivals = (receipts: fc.Arbitrary<Receipt[]>): fc.Arbitrary<Receipt[]> =>
  receipts.chain((distinct) =>
    fc
      .subarray(distinct)
      .chain((copied) =>
        fc.tuple(...copied.map((receipt) => arbitraryIdentity.map((identity) => ({ ...receipt, identity })))),
      )
      .chain((copies) => shuffled([...distinct, ...copies])),
  );

/** Like the above, but copies may also differ in fields that are not part of a status. The first to arrive stays. */
export const arbitraryDifferingArrivals = (receipts: fc.Arbitrary<Receipt[]>): fc.Arbitrary<Receipt[]> =>
  arbitraryArrivals(receipts).chain((arrivals) =>
    fc.tuple(
      ...arrivals.map((receipt) =>
        fc
          .record({ extra: optional(extra), formatVersion: optional(fc.integer({ min: 6, max: 8 })) })
          .map((other) => toReceipt({ ...receipt, ...other })),
      ),
    ),
  );

/** The values in any order. */
export function shuffled<T>(all: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...all], { minLength: all.length });
}

function withoutUndefined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
