import type { ReceiverEvent } from '../../contract/events.ts';

/** A feed of new events. */
export interface EventFeed {
  /** Calls `onEvent` for one event after another until the signal aborts. */
  follow(onEvent: (event: ReceiverEvent) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** Removes what the feed has created. */
  close(): Promise<void>;
}

/** Selects the status changes to show. Default: all. */
export interface StatusFilter {
  readonly states?: readonly string[] | undefined;
  readonly subAccountId?: string | undefined;
}
