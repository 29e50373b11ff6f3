import { statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BUNDLES, bundleFunctions, ENTRY } from '../build/bundle.ts';
import { createTables } from '../local/create-tables.ts';
import { javaVersion, MIN_JAVA } from '../local/engine/java-version.ts';
import { startEngine } from '../local/engine/start-engine.ts';
import { bundleContenders } from './contenders/contenders.ts';
import { startFakeAws } from './fake-aws.ts';
import { goalsOf } from './goals.ts';
import { startCapacityProxy } from './measure/capacity-proxy.ts';
import { measureColdStarts, measureWarm, type Surroundings } from './measure/cold-and-warm.ts';
import { functionEnvironment } from './measure/function-environment.ts';
import { measureHistory, measureTable } from './measure/growth.ts';
import { measureLifecycle } from './measure/lifecycle.ts';
import { measureOutages } from './measure/outage.ts';
import { stackLogBytes } from './measure/stack-logs.ts';
import { measuredNode, THIS_NODE } from './node-24.ts';
import { markdownOf } from './report/markdown.ts';
import { replaceInDocument } from './report/marked-part.ts';
import type { Counts, Name, Times } from './results.ts';

/** The amounts of counts: of the run for the documentation, and of a quick one. */
const COUNTS = {
  full: { outageReceipts: { throttled: 50, hanging: 200 }, statuses: 50, tableSizes: [0, 1_000, 5_000] },
  quick: { outageReceipts: { throttled: 5, hanging: 50 }, statuses: 12, tableSizes: [0, 100] },
};

/** Starts of each container that count; the first one does not. */
const COLD_STARTS = 35;
const WARM = { warmUpTurns: 10, turns: 100, receipts: 100 };

/** Something is wrong with a longer run. */
const TIMEOUT_MS = 420_000;
const DOCUMENT = join(import.meta.dirname, '../docs/performance.md');
const printError = (line: string) => process.stderr.write(`${line}\n`);

setTimeout(() => {
  printError(`The benchmark has run for ${TIMEOUT_MS / 1000} s, which is too long. Is the machine busy?`);
  process.exit(1);
}, TIMEOUT_MS).unref();

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, 'write-docs': { type: 'boolean', default: false } },
});
if (values.quick && values['write-docs']) {
  printError('--write-docs needs a full run: --quick counts only.');
  process.exit(1);
}
if (((await javaVersion()) ?? 0) < MIN_JAVA) {
  printError(`The benchmark counts write units with DynamoDB Local, which needs Java ${MIN_JAVA} or newer on PATH.`);
  process.exit(1);
}

const node = values.quick ? THIS_NODE : await measuredNode();
printError('Bundling');
await bundleFunctions();
const entries: Record<Name, string> = { ...(await bundleContenders()), receiver: join(BUNDLES, 'receive', ENTRY) };
const counts = await count(COUNTS[values.quick ? 'quick' : 'full']);
const times = values.quick ? undefined : await time();
const goals = goalsOf(counts);
const machine = `${process.platform} ${process.arch}, ${cpus().length} CPUs, ${cpus()[0]?.model.trim() ?? 'unknown'}`;
const report = markdownOf({ date: new Date().toISOString(), node: node.version, machine, counts, times }, goals);
process.stdout.write(report);
if (values['write-docs']) await replaceInDocument(DOCUMENT, 'results', report);
const missed = goals.filter(({ met }) => !met);
for (const { what, limit, measured } of missed) printError(`Not met: ${what}: ${measured}, at most ${limit}`);
process.exit(missed.length > 0 ? 1 : 0);

async function count(amount: (typeof COUNTS)['full']): Promise<Counts> {
  printError('Requests, write units and log');
  const fake = await startFakeAws({ tls: false });
  const engine = await startEngine('dynamodb-local');
  const proxy = await startCapacityProxy(engine.endpoint);
  try {
    await createTables(proxy.client);
    // First, because a new engine is slow and this client has a long time-out
    const history = await measureHistory(proxy, amount.statuses);
    const env = functionEnvironment({ ...fake.endpoints, dynamoDb: proxy.endpoint });
    const receiver = { node: node.path, env, entry: entries.receiver };
    const lifecycles = {
      receiver: await measureLifecycle(receiver, proxy),
      receiverOlder: await measureLifecycle(receiver, proxy, 'older'),
      bareEsm: await measureLifecycle({ ...receiver, entry: entries.bareEsm }, proxy),
    };
    const tables = await measureTable(proxy, amount.tableSizes);
    printError('Outages of DynamoDB');
    const outages = await measureOutages({ node: node.path, entry: entries.receiver }, amount.outageReceipts);
    const stackLogs = await stackLogBytes(BUNDLES);
    return { sizes: sizesOf(entries), outages, lifecycles, stackLogs, history, tables };
  } finally {
    await proxy.stop();
    await engine.stop();
    await fake.stop();
  }
}

async function time(): Promise<Times> {
  printError(`Cold starts on Node ${node.version}`);
  const startsOf = (container: Surroundings) => measureColdStarts(entries, container, COLD_STARTS);
  const cold = { tls: await withFakeAws(true, startsOf), plain: await withFakeAws(false, startsOf) };
  printError('Warm containers');
  const warm = await withFakeAws(true, (container) => measureWarm(entries, container, WARM));
  return { cold, warm };
}

async function withFakeAws<T>(tls: boolean, measure: (container: Surroundings) => Promise<T>): Promise<T> {
  const fake = await startFakeAws({ tls });
  try {
    return await measure({ node: node.path, env: functionEnvironment(fake.endpoints) });
  } finally {
    await fake.stop();
  }
}

function sizesOf(bundles: Record<Name, string>): Counts['sizes'] {
  const sizes = Object.entries(bundles).map(([name, entry]) => [name, statSync(entry).size]);
  return Object.fromEntries(sizes) as Counts['sizes'];
}
