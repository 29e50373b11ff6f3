import type { Fault } from '../receipt/fault.ts';

/** A body as a value, or what kept it from being read. */
export type Parsed =
  | { readonly value: unknown; readonly faults?: never }
  | { readonly value?: never; readonly faults: readonly Fault[] };

/** A body that is unreadable as a whole. */
export function unreadable(detail: string): Parsed {
  return { faults: [{ pointer: '', detail }] };
}
