import type { Archiving } from './archive-cost.ts';
import type { Publishing, Usage } from './message-cost.ts';

/**
 * A message of 3 receipts (queued, sent, delivered), its events and its rows of the archive, as `npm run bench` measured them on 2026-11-28. Its goals
 * fail if the counts get worse.
 */
export const TYPICAL_USAGE: Usage = {
  receipts: 3,
  requests: 3,
  writeUnits: 8,
  readUnits: 0,
  stored: { tableBytes: 1082, indexBytes: 661 },
  cpuMs: 1.334,
  functionLogBytes: 1306,
  stackLogs: { accessLog: 103, system: 0 },
  answerBytes: 204,
};

export const TYPICAL_EVENTS: Publishing = {
  records: 3,
  events: 3,
  entryBytes: 608,
  putEventsRequests: 3,
  logBytes: 341,
};

export const TYPICAL_ARCHIVING: Archiving = { rows: 3, rowBytes: 1196 };
