import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BUNDLES, bundleFunctions, ENTRY } from '../../../build/bundle.ts';
import { generateLifecycles } from '../../../simulator/generate-lifecycles.ts';
import { RETRY_PAUSES_MS, send } from '../../../simulator/send.ts';
import { createClock } from '../../../toolbox/clock.ts';
import { httpPost } from '../../../toolbox/http-post.ts';
import { FAKE_TOKEN } from '../../fake-aws.ts';
import { replaceMarked } from '../../report/marked-part.ts';
import { table } from '../../report/table.ts';
import type { ServiceTimes } from '../service-times.ts';
import { simulate } from '../simulate.ts';
import { CASES, type CheckCase, CLOCK } from './cases.ts';
import { startChain } from './chain.ts';
import { measureHolds } from './measure-holds.ts';
import { type ContainerProcess, type FakeAws, startContainer, startFakeAws } from './processes.ts';

/** Numbers of receipts by outcome, measured or simulated. */
interface Outcome {
  readonly receipts: number;
  readonly posts: number;
  readonly recorded: number;
  readonly queued: number;
  readonly lost: number;
}

const DOCUMENT = join(import.meta.dirname, '../../../docs/design.md');
const BUNDLE = join(BUNDLES, 'receive', ENTRY);
const printError = (line: string) => process.stderr.write(`${line}\n`);

const { values } = parseArgs({ options: { 'write-docs': { type: 'boolean', default: false } } });

/**
 * Compares the simulation with a real load on this machine: the built function in child processes, the vendor's retries on
 * a faster clock, and fakes of API Gateway, Lambda, DynamoDB and SQS. `--write-docs` writes the report into docs/design.md.
 */
await bundleFunctions();
const aws = await startFakeAws();
printError('Hold times');
const measured = await startContainer(BUNDLE, aws.endpoint);
const times = await measureHolds(measured, aws);
measured.stop();
const rows: (string | number)[][] = [];
for (const checkCase of CASES) {
  printError(checkCase.name);
  const real = await load(checkCase, aws);
  rows.push([checkCase.name, ...compared(real, simulated(checkCase, real.receipts, times))]);
}
aws.stop();
if (values['write-docs'])
  await writeFile(DOCUMENT, replaceMarked(await readFile(DOCUMENT, 'utf8'), 'capacity-check', report()));
else process.stdout.write(`${report()}\n`);

async function load({ rate, messages, settings, hangs }: CheckCase, aws: FakeAws): Promise<Outcome> {
  await aws.set({ writeUnits: settings.warmWriteUnits, hangs });
  const containers: ContainerProcess[] = [];
  while (containers.length < settings.accountConcurrency) containers.push(await startContainer(BUNDLE, aws.endpoint));
  const chain = await startChain(settings, containers);
  const { post, close } = httpPost(chain.url, {
    headers: { authorization: `Bearer ${FAKE_TOKEN}` },
    timeoutMs: 10_000,
  });
  const { posts, acknowledged, dropped, answers } = await send(generateLifecycles({ seed: 1, messages }), {
    post,
    clock: createClock(CLOCK),
    seed: 1,
    concurrency: 2_000,
    postsPerSecond: rate / CLOCK,
  });
  close();
  chain.stop();
  for (const container of containers) container.stop();
  return {
    receipts: acknowledged.length + dropped.length,
    posts,
    recorded: answers[200] ?? 0,
    queued: answers[202] ?? 0,
    lost: dropped.length,
  };
}

function simulated({ rate, settings, hangs }: CheckCase, receipts: number, measuredTimes: ServiceTimes): Outcome {
  return simulate({
    load: {
      rate,
      seconds: receipts / rate,
      batchSize: 0,
      retryPausesMs: RETRY_PAUSES_MS.map((pause) => pause / CLOCK),
    },
    settings,
    dynamoDb: hangs ? 'hanging' : 'healthy',
    times: measuredTimes,
  });
}

/** Each measured value next to the simulated one. */
function compared(real: Outcome, simulation: Outcome): string[] {
  const both = (name: keyof Outcome) => `${real[name]} / ${simulation[name]}`;
  return [`${real.receipts}`, both('posts'), both('recorded'), both('queued'), both('lost')];
}

function report(): string {
  const holds = (['recorded', 'throttled', 'hanging', 'breakerOpen', 'probe'] as const).map((name) => {
    const { median, p90 } = times[name];
    return [name, median.toFixed(1), p90.toFixed(1)];
  });
  return [
    table(['measured / simulated', 'receipts', 'posts', 'recorded', 'queued', 'lost'], rows),
    table(['hold times, ms', 'median', 'p90'], holds),
    `Receipts that hung until the breaker opened: ${times.hangsToOpen}. Seconds from one probe to the next: ${(times.probeAfterMs / 1000).toFixed(1)}. ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} CPUs.`,
  ].join('\n\n');
}
