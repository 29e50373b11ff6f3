import type { TableConnection } from '../deployment/table-connection.ts';
import { requireConsent } from '../terminal/ask.ts';
import { pluralize, print, printable, printJson } from '../terminal/output.ts';
import { startProgress } from '../terminal/progress.ts';
import { formatColumns } from '../terminal/table.ts';
import { listSetAside, resolveId } from './read.ts';
import { type ReplayedBody, replay } from './replay.ts';

export interface ReplayOptions {
  readonly reason?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Replays the chosen bodies, and prints the result of each. */
export async function replaySetAside(
  connection: TableConnection,
  { reason, ids, yes, json }: ReplayOptions,
): Promise<void> {
  const chosen = await choose(connection, reason, ids);
  if (chosen.length === 0) {
    if (json) printJson([]);
    else print('Nothing is set aside.');
    return;
  }
  await requireConsent(`Replay ${pluralize(chosen.length, 'body', 'bodies')} into the ${connection.name}?`, yes);
  const progress = startProgress('Replaying', chosen.length);
  const replayed = await replay(connection, chosen, progress.update).finally(progress.end);
  if (json) printJson(replayed);
  else print(summaryText(replayed));
}

async function choose(
  connection: TableConnection,
  reason: string | undefined,
  ids: readonly string[] | undefined,
): Promise<string[]> {
  if (ids === undefined) return (await listSetAside(connection, { reason })).map(({ id }) => id);
  const chosen: string[] = [];
  for (const beginning of ids) chosen.push(await resolveId(connection, beginning));
  return [...new Set(chosen)];
}

function summaryText(replayed: readonly ReplayedBody[]): string {
  const counts = new Map<string, number>();
  for (const { became, reason } of printable(replayed)) {
    const words = reason === undefined ? became : `${became}: ${reason}`;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return formatColumns([...counts].map(([words, count]) => [String(count), words]));
}
