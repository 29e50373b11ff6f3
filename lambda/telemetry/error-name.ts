/** Names of an error and its cause, for the log. Their messages may quote what was sent, and stay out of it. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? `${error.name}: ${error.cause.name}` : error.name;
}
