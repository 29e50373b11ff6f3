const SECONDS_PER_DAY = 86_400;
/** Minimum for items that a redrive or a replay records late. */
const MIN_DAYS_LEFT = 3;

/**
 * The expiry of an item in epoch seconds: the receive time plus the retention, but at least 3 days from now.
 */
export function expiryOf(receivedAt: string, retentionDays: number, now: Date): number {
  const kept = Date.parse(receivedAt) / 1000 + Math.round(retentionDays * SECONDS_PER_DAY);
  return Math.floor(Math.max(kept, now.getTime() / 1000 + MIN_DAYS_LEFT * SECONDS_PER_DAY));
}
