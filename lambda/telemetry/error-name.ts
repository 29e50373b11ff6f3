/** Names of an error and its cause, for the log. Not their messages, which may quote what was sent. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? `${error.name}: ${error.cause.name}` : error.name;
}
