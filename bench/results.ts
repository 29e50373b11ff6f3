import type { StackLogBytes } from '../cost/message-cost.ts';
import { CONTENDERS, type ContenderName } from './contenders/contenders.ts';
import type { ContainerRun } from './measure/container.ts';
import type { HistoryPoint, TablePoint } from './measure/growth.ts';
import type { MessageLifecycle } from './measure/lifecycle.ts';
import type { Outages } from './measure/outage.ts';

/** The receiver and its contenders. */
export type Name = ContenderName | 'receiver';

/** The title in tables. */
export function titleOf(name: Name): string {
  return name === 'receiver' ? 'this receiver, complete' : CONTENDERS[name].title;
}

type ByName<T> = Readonly<Record<Name, T>>;

/** What a run counted. It does not depend on the speed of the machine. */
export interface Counts {
  /** Bytes that are loaded before the first receipt can be answered. */
  readonly sizes: ByName<number>;
  readonly outages: Outages;
  /** A message in the vendor's format V7; for the receiver also one in the format before. */
  readonly lifecycles: Readonly<Record<'receiver' | 'receiverOlder' | 'bareEsm', MessageLifecycle>>;
  readonly stackLogs: StackLogBytes;
  readonly history: readonly HistoryPoint[];
  readonly tables: readonly TablePoint[];
}

/** What a run timed. */
export interface Times {
  /** Cold starts with AWS behind TLS, as it is, and behind plain HTTP, without the cost of handshakes. */
  readonly cold: Readonly<Record<'tls' | 'plain', ByName<readonly ContainerRun[]>>>;
  readonly warm: ByName<readonly ContainerRun[]>;
}

export interface Results {
  /** ISO 8601. */
  readonly date: string;
  /** Version of the measured Node. */
  readonly node: string;
  readonly machine: string;
  readonly counts: Counts;
  /** Undefined after a quick run. */
  readonly times?: Times | undefined;
}
