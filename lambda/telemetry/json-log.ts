/** How bad what a line tells of is, for whoever filters by it. */
type Level = 'INFO' | 'ERROR';

/**
 * Writes lines of JSON to the standard output, which Lambda hands to CloudWatch Logs as they are. Its `console` would
 * wrap each line in one of its own, where CloudWatch finds no metrics.
 *
 * @param service - says whose line it is
 */
export function jsonLog(service: string): (level: Level, message: string, fields: object) => void {
  return (level, message, fields) => {
    const timestamp = new Date().toISOString();
    process.stdout.write(`${JSON.stringify({ level, message, timestamp, service, ...fields })}\n`);
  };
}
