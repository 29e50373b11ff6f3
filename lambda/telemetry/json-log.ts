/** Severity of a line, to filter by. */
export type Level = 'INFO' | 'ERROR';

/**
 * Writes a line of JSON to the standard output, which Lambda passes to CloudWatch Logs unchanged. Lambda's `console` would
 * wrap the line in another object, in which CloudWatch finds no metrics.
 */
export function jsonLog(level: Level, fields: object): void {
  process.stdout.write(`${JSON.stringify({ level, timestamp: new Date().toISOString(), ...fields })}\n`);
}
