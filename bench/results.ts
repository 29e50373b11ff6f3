import type { ContenderName } from './contenders/contenders.ts';
import type { MessageLifecycle } from './measure/capacity.ts';
import type { ColdStart } from './measure/cold-start.ts';
import type { HistoryPoint, TablePoint } from './measure/growth.ts';
import type { MemoryPoint, WarmRound } from './measure/warm.ts';

/** The receiver, and what it is measured against. */
export type Name = ContenderName | 'receiver';

/** Names of the designs whose requests are compared. */
export const DESIGNS = ['receiver', 'idempotentPut', 'itemPerStatus'] as const satisfies readonly Name[];
export type Design = (typeof DESIGNS)[number];

/** Names of those whose cold starts are also measured over TLS: the bare ones, and the least that is possible. */
export const OVER_TLS = [
  'handSigned',
  'handSignedCommonJs',
  'bareEsm',
  'bareDefault',
  'receiver',
] as const satisfies readonly Name[];

/**
 * Names of those that are measured warm: one of each way to write it, because how it is bundled matters no more. The two
 * that a goal compares are neighbours, so that a machine whose speed changes says little of them.
 */
export const WARM = [
  'middyZodPowertools',
  'idempotentPut',
  'itemPerStatus',
  'handSigned',
  'bareEsm',
  'receiver',
] as const satisfies readonly Name[];

/** Lives of two messages in one design. */
export interface Lives {
  /** Sent, delivered. */
  readonly short: MessageLifecycle;
  /** Queued, sent, delivered, delivered once more. */
  readonly long: MessageLifecycle;
}

/** All that one run measured. */
export interface Results {
  /** ISO 8601. */
  readonly date: string;
  /** Version of the Node that was measured on. */
  readonly node: string;
  readonly machine: string;
  /** The short run, whose times say nothing. */
  readonly quick: boolean;
  /** Bytes that are loaded before the first receipt can be answered. */
  readonly sizes: Readonly<Record<Name, number>>;
  readonly cold: {
    readonly plain: Readonly<Record<Name, readonly ColdStart[]>>;
    /** As on AWS. */
    readonly overTls: Readonly<Record<(typeof OVER_TLS)[number], readonly ColdStart[]>>;
  };
  readonly warm: Readonly<Record<(typeof WARM)[number], readonly WarmRound[]>>;
  readonly memory: readonly MemoryPoint[];
  readonly lifecycles: Readonly<Record<Design, Lives>>;
  readonly history: readonly HistoryPoint[];
  readonly tables: readonly TablePoint[];
}
