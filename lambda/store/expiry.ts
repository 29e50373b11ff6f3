const SECONDS_PER_DAY = 86_400;

/** When DynamoDB's TTL may delete what was received then, in epoch seconds. */
export function expiresAt(receivedAt: string, retentionDays: number): number {
  return Math.floor(Date.parse(receivedAt) / 1000) + Math.round(retentionDays * SECONDS_PER_DAY);
}
