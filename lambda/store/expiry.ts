const SECONDS_PER_DAY = 86_400;
/** What is recorded late, by a redrive or a replay, stays at least this long. */
const MIN_DAYS_LEFT = 3;

/**
 * When DynamoDB's TTL may delete what was received at a time, and is recorded now: the receive time plus the retention,
 * but no earlier than in 3 days. In epoch seconds.
 */
export function expiryOf(receivedAt: string, retentionDays: number, now: Date): number {
  const kept = Date.parse(receivedAt) / 1000 + Math.round(retentionDays * SECONDS_PER_DAY);
  return Math.floor(Math.max(kept, now.getTime() / 1000 + MIN_DAYS_LEFT * SECONDS_PER_DAY));
}
