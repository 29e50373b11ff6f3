import { setMaxListeners } from 'node:events';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { TEST_SUB_ACCOUNT_PREFIX } from '../../contract/test-message.ts';
import { connectionProblem } from '../../eight-by-eight/connection-problem.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { compare, type Difference, expectedMessages } from '../../simulator/expect.ts';
import { generateLifecycles } from '../../simulator/generate-lifecycles.ts';
import type { MessageLifecycle } from '../../simulator/message-lifecycle.ts';
import type { DeliveryFaults } from '../../simulator/schedule.ts';
import { type SendReport, send } from '../../simulator/send.ts';
import { createClock } from '../../toolbox/clock.ts';
import { CliError, InterruptedError, noConnectionReason } from '../../toolbox/errors.ts';
import type { Post } from '../../toolbox/http-post.ts';
import { httpPost } from '../../toolbox/http-post.ts';
import { limitConcurrency } from '../../toolbox/limit-concurrency.ts';
import { startProgress } from '../../toolbox/progress.ts';
import { pluralize } from '../../toolbox/text.ts';
import { printError } from '../terminal/output.ts';

export interface RunSettings extends DeliveryFaults {
  readonly url: string;
  readonly token: string;
  readonly messages: number;
  readonly seed: number;
  /** When the first message is sent, by the vendor's clock. */
  readonly begin: Date;
  readonly concurrency: number;
  /** First tries per second; undefined for as fast as the answers arrive. */
  readonly rate?: number | undefined;
  /** Milliseconds that the vendor waits for an answer. */
  readonly timeoutMs: number;
  /** Erase the messages from the table at the end, also after Ctrl-C. */
  readonly remove?: boolean | undefined;
  /** Go on if the endpoint cannot be reached or refuses the token, as the vendor does. */
  readonly keepTrying?: boolean | undefined;
  /** The command that erases the messages, for a user whose run is interrupted. */
  readonly removeCommand: string;
}

/** The result of a run, which `--json` prints. */
export interface RunSummary {
  readonly seed: number;
  /** When the first message was sent, by the vendor's clock. */
  readonly begin: string;
  readonly messages: number;
  readonly acknowledged: number;
  readonly posts: number;
  readonly retries: number;
  readonly dropped: number;
  readonly answers: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Undefined if the table was not read. */
  readonly comparison: Comparison | undefined;
}

export interface Comparison {
  /** Compared messages: all without a dropped receipt. */
  readonly messages: number;
  readonly differences: readonly Difference[];
}

const CONCURRENT_DELETES = 16;

/**
 * Sends the receipts of generated messages, then compares the table with them.
 *
 * @param connection - undefined if the location of the table is unknown
 * @throws CliError if the endpoint cannot be reached or refuses the token, InterruptedError after Ctrl-C
 */
export async function runSender(settings: RunSettings, connection: TableConnection | undefined): Promise<RunSummary> {
  const { seed, messages, begin: firstSent, remove, removeCommand } = settings;
  const lifecycles = generateLifecycles({
    seed,
    messages,
    begin: firstSent,
    subAccountPrefix: TEST_SUB_ACCOUNT_PREFIX,
  });
  const stop = new AbortController();
  // Each receipt that waits for a retry adds a listener
  setMaxListeners(0, stop.signal);
  const interrupt = () => stop.abort(new InterruptedError('Interrupted.'));
  process.once('SIGINT', interrupt);
  const begin = performance.now();
  const report = await post(lifecycles, settings, stop).finally(() => process.off('SIGINT', interrupt));
  const seconds = (performance.now() - begin) / 1000;

  if (stop.signal.aborted && report.acknowledged.length > 0) {
    printError(
      `${pluralize(report.acknowledged.length, 'receipt')} had arrived. ${remove ? 'They are being removed. If that is interrupted, too, this' : 'This'} removes them:\n  ${removeCommand}`,
    );
  }
  let comparison: Comparison | undefined;
  try {
    if (connection && !stop.signal.aborted) comparison = await compareTable(connection, lifecycles, report);
    if (connection && remove) {
      const removed = await removeMessages(connection, seed, messages);
      if (stop.signal.aborted) printError(`${pluralize(removed, 'message')} removed.`);
    }
  } catch (error) {
    // Nothing else names the seed
    if (!stop.signal.aborted) printError(`The messages are still in the table. This removes them:\n  ${removeCommand}`);
    throw error;
  }
  stop.signal.throwIfAborted();
  const { acknowledged, posts, retries, dropped, answers } = report;
  return {
    seed,
    begin: firstSent.toISOString(),
    messages: lifecycles.length,
    acknowledged: acknowledged.length,
    posts,
    retries,
    dropped: dropped.length,
    answers,
    seconds: Number(seconds.toFixed(2)),
    comparison,
  };
}

/**
 * Deletes the messages of a run with this seed.
 *
 * @returns how many of them were in the table
 */
export async function removeMessages(
  { client, receiptsTable }: TableConnection,
  seed: number,
  messages: number,
): Promise<number> {
  const lifecycles = generateLifecycles({ seed, messages });
  const limited = limitConcurrency(CONCURRENT_DELETES);
  const progress = startProgress('Removing messages', lifecycles.length);
  let [done, removed] = [0, 0];
  await Promise.all(
    lifecycles.map(({ umid }) =>
      limited(async () => {
        const { Attributes: item } = await client.send(
          new DeleteCommand({ TableName: receiptsTable, Key: { umid }, ReturnValues: 'ALL_OLD' }),
        );
        if (item !== undefined) removed += 1;
        done += 1;
        progress.update(done);
      }),
    ),
  ).finally(progress.end);
  return removed;
}

async function post(
  lifecycles: readonly MessageLifecycle[],
  settings: RunSettings,
  stop: AbortController,
): Promise<SendReport> {
  const { url, token, timeoutMs, rate, keepTrying } = settings;
  const http = httpPost(url, { headers: { authorization: `Bearer ${token}` }, timeoutMs });
  const begin = performance.now();
  let progress = startProgress('Sending receipts');
  let total = 0;
  return send(lifecycles, {
    ...settings,
    post: keepTrying ? http.post : stopAtRefusal(http.post, url, stop),
    clock: createClock(),
    postsPerSecond: rate,
    signal: stop.signal,
    onProgress: ({ ended, total: all, posts, retries }) => {
      // Only the sender knows how many receipts are duplicates
      if (total === 0) progress = startProgress('Sending receipts', all);
      total = all;
      const perSecond = Math.round(posts / ((performance.now() - begin) / 1000));
      progress.update(ended, `${perSecond}/s${retries > 0 ? `, ${pluralize(retries, 'retry', 'retries')}` : ''}`);
    },
  }).finally(() => {
    http.close();
    progress.end();
  });
}

/** Ends the run if a retry cannot help: the endpoint cannot be reached, is not a receiver, or refuses the token or this machine. */
function stopAtRefusal(post: Post, url: string, stop: AbortController): Post {
  const hint = 'Nothing more was sent. With --keep-trying, the run goes on as the vendor would.';
  return async (body) => {
    const answer = await post(body).catch((error: unknown) => {
      const problem = connectionProblem(error);
      if (problem !== undefined) stop.abort(new CliError(`No connection to ${url}: ${problem} ${hint}`));
      const reason = noConnectionReason(error);
      if (reason !== undefined)
        stop.abort(new CliError(`No connection to ${url}: ${reason}. Is the receiver running? ${hint}`));
      throw error;
    });
    if (answer.statusCode === 401)
      stop.abort(
        new CliError(`${url} refuses the token (401). For npm start, set AUTH_TOKEN to the token that it has. ${hint}`),
      );
    if (answer.statusCode === 404)
      stop.abort(new CliError(`${url} is not the address of a receiver (404): its path is /receipts. ${hint}`));
    if (answer.statusCode === 403)
      stop.abort(
        new CliError(`${url} refuses this machine (403): it is not one of the addresses that may post. ${hint}`),
      );
    return answer;
  };
}

/** Leaves out messages with a dropped receipt, because the receiver may still have recorded it. */
async function compareTable(
  connection: TableConnection,
  lifecycles: readonly MessageLifecycle[],
  { dropped }: SendReport,
): Promise<Comparison> {
  const uncertain = new Set(dropped.map(({ lifecycle }) => lifecycle.umid));
  const expected = await expectedMessages(
    lifecycles.filter(({ umid }) => !uncertain.has(umid)).flatMap(({ bodies }) => bodies),
  );
  const progress = startProgress('Comparing messages', expected.size);
  const readItem = async (umid: string) => {
    const read = new GetCommand({ TableName: connection.receiptsTable, Key: { umid }, ConsistentRead: true });
    return (await connection.client.send(read)).Item;
  };
  const differences = await compare(expected, readItem, progress.update).finally(progress.end);
  return { messages: expected.size, differences };
}
