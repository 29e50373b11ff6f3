import { setTimeout } from 'node:timers/promises';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CliError } from '../../toolbox/errors.ts';
import type { ArchiveNames } from './archive-names.ts';

/** Values by column, as text; undefined for null. */
export type AthenaRow = Readonly<Record<string, string | undefined>>;

/**
 * How old a result may be that Athena returns again, for free. The archive is a quarter of an hour behind in any case.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/reusing-query-results.html
 */
const REUSED_MINUTES = 15;
const POLL_MS = 250;

/** A query failed. The reason is Athena's. */
export class AthenaError extends CliError {
  override readonly name = 'AthenaError';

  constructor(reason: string) {
    super(`Athena: ${reason}`);
  }
}

/**
 * Runs a query and reads its result.
 *
 * @throws AthenaError, and the errors of the client
 */
export async function queryAthena(
  client: AthenaClient,
  { workGroup, database }: Pick<ArchiveNames, 'workGroup' | 'database'>,
  sql: string,
  signal: AbortSignal,
): Promise<AthenaRow[]> {
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: workGroup,
      QueryExecutionContext: { Database: database },
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: REUSED_MINUTES } },
    }),
    { abortSignal: signal },
  );
  await untilItSucceeded(client, QueryExecutionId, signal);
  const rows: AthenaRow[] = [];
  let names: string[] | undefined;
  for await (const { ResultSet } of paginateGetQueryResults({ client }, { QueryExecutionId })) {
    signal.throwIfAborted();
    for (const { Data = [] } of ResultSet?.Rows ?? []) {
      // The first row has the names of the columns
      if (names === undefined) names = Data.map(({ VarCharValue = '' }) => VarCharValue);
      else rows.push(Object.fromEntries(names.map((name, at) => [name, Data[at]?.VarCharValue])));
    }
  }
  return rows;
}

async function untilItSucceeded(client: AthenaClient, QueryExecutionId: string | undefined, signal: AbortSignal) {
  for (;;) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }), {
      abortSignal: signal,
    });
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') return;
    if (State === 'FAILED' || State === 'CANCELLED') throw new AthenaError(StateChangeReason ?? `The query ${State}.`);
    await setTimeout(POLL_MS, undefined, { signal });
  }
}
