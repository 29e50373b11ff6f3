import type { ReceiverEvent } from '../../contract/events.ts';

/** Events as they come. */
export interface EventFeed {
  /** Hands over one event after another until the signal aborts. */
  follow(onEvent: (event: ReceiverEvent) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** Removes what the feed has made. */
  close(): Promise<void>;
}

/** The status changes to show; all if nothing is given. */
export interface StatusFilter {
  readonly state?: string | undefined;
  readonly subAccountId?: string | undefined;
}
