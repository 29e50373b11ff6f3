import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { BUNDLES, bundleFunctions, ENTRY } from '../build/bundle.ts';
import { javaVersion, MIN_JAVA } from '../local/engine/java-version.ts';
import { startEngine } from '../local/engine/start-engine.ts';
import { bundleContenders } from './contenders/contenders.ts';
import { startFakeAws } from './fake-aws.ts';
import { goalsOf } from './goals.ts';
import { benchClient, createBenchTables } from './measure/bench-tables.ts';
import { startCapacityProxy } from './measure/capacity-proxy.ts';
import { measureColdStarts } from './measure/cold-start.ts';
import { lifeOfAMessage } from './measure/events.ts';
import type { Endpoints } from './measure/function-environment.ts';
import { measureHistory, measureTable } from './measure/growth.ts';
import { type Lifecycles, measureLifecycles } from './measure/lifecycle.ts';
import { measureOutages } from './measure/outage.ts';
import { measurePublishing } from './measure/publishing.ts';
import { stackLogBytes } from './measure/stack-logs.ts';
import { measureMemory, measureWarm } from './measure/warm.ts';
import { measuredNode, type Node, THIS_NODE } from './node-24.ts';
import { chartsOf } from './report/chart.ts';
import { writeDocs } from './report/docs.ts';
import { markdownOf } from './report/markdown.ts';
import { DESIGNS, type Design, type Name, type Results } from './results.ts';

/** The amounts of the run for the documentation. */
const FULL = {
  /** Starts of each container that count; the first one does not. */
  coldStarts: 35,
  warmRounds: 5,
  /** Receipts of a round, after half as many that do not count. */
  warmReceipts: 2_000,
  memoryReceipts: 100_000,
  memoryPoints: 10,
  /** Receipts of one container while DynamoDB throttles with one of its errors. */
  throttledReceipts: 50,
  /** Receipts of one container while DynamoDB hangs. */
  hangingReceipts: 200,
  /** Statuses of one message. */
  statuses: 50,
  /** Messages in the table. */
  tableSizes: [0, 1_000, 5_000],
};

/** Enough for counts. The times mean nothing. */
const QUICK: typeof FULL = {
  coldStarts: 1,
  warmRounds: 1,
  warmReceipts: 100,
  memoryReceipts: 500,
  memoryPoints: 5,
  throttledReceipts: 5,
  hangingReceipts: 50,
  statuses: 12,
  tableSizes: [0, 100],
};

/** Something is wrong with a longer run. */
const TIMEOUT_MS = 420_000;
const OUTPUT = join(BUNDLES, 'bench-results');
const printError = (line: string) => process.stderr.write(`${line}\n`);

setTimeout(() => {
  printError(`The benchmark has run for ${TIMEOUT_MS / 1000} s, which is too long. Is the machine busy?`);
  process.exit(1);
}, TIMEOUT_MS).unref();

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, 'write-docs': { type: 'boolean', default: false } },
});
if (values.quick && values['write-docs']) {
  printError('--write-docs needs a full run: the times of --quick mean nothing.');
  process.exit(1);
}
if (((await javaVersion()) ?? 0) < MIN_JAVA) {
  printError(`The benchmark counts write units with DynamoDB Local, which needs Java ${MIN_JAVA} or newer on PATH.`);
  process.exit(1);
}

const results = await measure(values.quick, values.quick ? THIS_NODE : await measuredNode(printError));
const goals = goalsOf(results);
const [report, charts] = [markdownOf(results, goals), chartsOf(results)];
await mkdir(OUTPUT, { recursive: true });
await writeFile(join(OUTPUT, 'results.json'), `${JSON.stringify({ goals, ...results }, undefined, 1)}\n`);
await writeFile(join(OUTPUT, 'results.md'), report);
for (const [name, svg] of Object.entries(charts)) await writeFile(join(OUTPUT, name), svg);
process.stdout.write(report);
printError(
  `\nWritten to ${relative(process.cwd(), OUTPUT)}: results.md, results.json, ${Object.keys(charts).join(', ')}`,
);
if (values['write-docs']) {
  await writeDocs(report, charts);
  printError('Updated docs/performance.md and its charts');
}
// Times depend on the machine, so only counted goals fail the run
const missed = goals.filter(({ met, timed }) => !met && !timed);
for (const { what, limit, measured } of missed) {
  printError(`Not met: ${what}: ${JSON.stringify(measured)}, at most ${limit}`);
}
process.exit(missed.length > 0 ? 1 : 0);

async function measure(quick: boolean, node: Node): Promise<Results> {
  const amount = quick ? QUICK : FULL;
  printError('Bundling');
  await bundleFunctions();
  const entries: Record<Name, string> = { ...(await bundleContenders()), receiver: join(BUNDLES, 'receive', ENTRY) };
  const [plain, tls] = [await startFakeAws({ tls: false }), await startFakeAws({ tls: true })];
  try {
    printError('Requests, write units, log and memory');
    // Not concurrently: the fake of AWS is in this process, and a late answer would send a receipt to the queue
    const counts = await count(entries, amount, node.path, plain.endpoints);
    const memory = await measureMemory(entries.receiver, {
      node: node.path,
      endpoints: tls.endpoints,
      receipts: amount.memoryReceipts,
      points: amount.memoryPoints,
    });
    printError(`Cold starts on Node ${node.version}`);
    const starts = { node: node.path, samples: amount.coldStarts };
    const cold = {
      plain: await measureColdStarts(entries, { ...starts, endpoints: plain.endpoints }),
      overTls: await measureColdStarts(entries, { ...starts, endpoints: tls.endpoints }),
    };
    printError('Warm containers');
    const warm = await measureWarm(entries, {
      node: node.path,
      endpoints: tls.endpoints,
      rounds: amount.warmRounds,
      receipts: amount.warmReceipts,
    });
    printError('Outages of DynamoDB');
    const outages = await measureOutages(entries.receiver, {
      node: node.path,
      throttled: amount.throttledReceipts,
      hanging: amount.hangingReceipts,
    });
    return {
      date: new Date().toISOString(),
      node: node.version,
      machine: `${process.platform} ${process.arch}, ${cpus().length} CPUs, ${cpus()[0]?.model.trim() ?? 'unknown'}`,
      quick,
      sizes: sizesOf(entries),
      cold,
      warm,
      memory,
      outages,
      ...counts,
    };
  } finally {
    await plain.stop();
    await tls.stop();
  }
}

/** Measures what does not depend on the speed of the machine. */
async function count(entries: Record<Name, string>, amount: typeof FULL, node: string, endpoints: Endpoints) {
  const engine = await startEngine('dynamodb-local');
  const proxy = await startCapacityProxy(engine.endpoint);
  const client = benchClient(engine.endpoint);
  try {
    await createBenchTables(client);
    // First, because a new engine is slow and this client has a long time-out
    const history = await measureHistory(proxy, amount.statuses);
    const lifecycles = {} as Record<Design, Lifecycles>;
    for (const design of DESIGNS) {
      lifecycles[design] = await measureLifecycles(entries[design], { node, proxy, endpoints });
    }
    return {
      lifecycles,
      stackLogs: await stackLogBytes(BUNDLES),
      publishing: await measurePublishing(lifeOfAMessage(randomUUID()).map(({ event }) => event.body)),
      history,
      tables: await measureTable(proxy, amount.tableSizes),
    };
  } finally {
    client.destroy();
    await proxy.stop();
    await engine.stop();
  }
}

function sizesOf(entries: Record<Name, string>): Results['sizes'] {
  const sizes = Object.entries(entries).map(([name, entry]) => [name, statSync(entry).size]);
  return Object.fromEntries(sizes) as Results['sizes'];
}
