import type { Look } from '../../contract/page.ts';
import type { NewLook } from '../../page/door.ts';
import type { Viewer } from '../../page/viewer.ts';

/** In a line, which then has 40 KB. Lambda cuts a line after 256 KB. */
const UMIDS_PER_LINE = 1_000;

/** What the log says of a look: never the number, only its hash. A download of many messages takes several lines. */
export function lookLines(
  { subject, email }: Viewer,
  { number: _, umids, ...look }: NewLook,
  numberHash: string | undefined,
  now: Date,
): Look[] {
  const line: Look = {
    message: 'look',
    time: now.toISOString(),
    subject,
    ...(email !== undefined && { email }),
    ...look,
    ...(numberHash !== undefined && { numberHash }),
  };
  if (umids === undefined) return [line];
  const parts = Math.max(1, Math.ceil(umids.length / UMIDS_PER_LINE));
  return Array.from({ length: parts }, (_part, at) => ({
    ...line,
    umids: umids.slice(at * UMIDS_PER_LINE, (at + 1) * UMIDS_PER_LINE),
  }));
}

/** Writes a look to the standard output, which Lambda passes to CloudWatch Logs unchanged. */
export function writeLook(look: Look): void {
  process.stdout.write(`${JSON.stringify(look)}\n`);
}
