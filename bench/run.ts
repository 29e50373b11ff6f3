import { statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BUNDLES, bundleFunctions, ENTRY } from '../build/bundle.ts';
import { localClient } from '../cli/deployment/dynamodb-client.ts';
import { javaVersion, MIN_JAVA } from '../local/engine/java-version.ts';
import { startEngine } from '../local/engine/start-engine.ts';
import { bundleContenders } from './bundling/nodejs-function.ts';
import { startFakeAws } from './fake-aws/start.ts';
import { goalsOf } from './goals.ts';
import { createBenchTables } from './measure/bench-tables.ts';
import { type CapacityOptions, measureLife } from './measure/capacity.ts';
import { startCapacityProxy } from './measure/capacity-proxy.ts';
import { measureColdStarts } from './measure/cold-start.ts';
import { TABLES } from './measure/function-environment.ts';
import { measureHistory, measureTable } from './measure/growth.ts';
import { measureMemory, measureWarm } from './measure/warm.ts';
import { measuredNode, type Node, THIS_NODE } from './node-24.ts';
import { type Amount, FULL, LONGEST_MS, QUICK } from './options.ts';
import { chartOf } from './report/chart.ts';
import { markdownOf } from './report/markdown.ts';
import { DESIGNS, type Design, type Lives, type Name, OVER_TLS, type Results, WARM } from './results.ts';

const OUTPUT = join(BUNDLES, 'bench-results');
const printError = (line: string) => process.stderr.write(`${line}\n`);

setTimeout(() => {
  printError(`The benchmark has run for ${LONGEST_MS / 1000} s, which is too long. Is the machine busy?`);
  process.exit(1);
}, LONGEST_MS).unref();

if (((await javaVersion()) ?? 0) < MIN_JAVA) {
  printError(`The benchmark counts write units with DynamoDB Local, which needs Java ${MIN_JAVA} or newer on PATH.`);
  process.exit(1);
}
const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const results = await measure(values.quick, values.quick ? THIS_NODE : await measuredNode(printError));
const goals = goalsOf(results);
const report = markdownOf(results, goals);
await mkdir(OUTPUT, { recursive: true });
await writeFile(join(OUTPUT, 'results.json'), `${JSON.stringify({ goals, ...results }, undefined, 1)}\n`);
await writeFile(join(OUTPUT, 'results.md'), report);
await writeFile(join(OUTPUT, 'cold-start.svg'), chartOf(results));
process.stdout.write(report);
printError(`\nWritten to ${relative(process.cwd(), OUTPUT)}: results.md, results.json, cold-start.svg`);
// Times depend on the machine; sizes and requests do not, and must hold anywhere
const broken = goals.filter(({ met, timed }) => !met && !timed);
for (const { what, limit, measured } of broken)
  printError(`Not met: ${what}: ${JSON.stringify(measured)}, at most ${limit}`);
process.exit(broken.length > 0 ? 1 : 0);

async function measure(quick: boolean, node: Node): Promise<Results> {
  const amount: Amount = quick ? QUICK : FULL;
  printError('Bundling');
  await bundleFunctions();
  const entries: Record<Name, string> = {
    ...(await bundleContenders()),
    receiver: join(BUNDLES, 'receive', ENTRY),
  };
  const fake = await startFakeAws();
  const engine = await startEngine('dynamodb-local');
  const proxy = await startCapacityProxy(engine.endpoint);
  const client = localClient(engine.endpoint);
  try {
    // Neither depends on what else the machine does, so both may run at once
    printError('Requests, write units and memory');
    const [{ lifecycles, history, tables }, memory] = await Promise.all([
      count(entries, amount, { node: node.path, proxy, fake: fake.plain }, client),
      measureMemory(entries.receiver, {
        node: node.path,
        endpoints: fake.overTls,
        receipts: amount.memoryReceipts,
        points: amount.memoryPoints,
      }),
    ]);
    await engine.stop();
    printError(`Cold starts on Node ${node.version}`);
    const starts = { node: node.path, samples: amount.coldStarts };
    const plain = await measureColdStarts(entries, { ...starts, endpoints: fake.plain });
    const overTls = await measureColdStarts(only(entries, OVER_TLS), { ...starts, endpoints: fake.overTls });
    printError('Warm containers');
    const warm = await measureWarm(only(entries, WARM), {
      node: node.path,
      endpoints: fake.overTls,
      rounds: amount.warmRounds,
      receipts: amount.warmReceipts,
    });
    return {
      date: new Date().toISOString(),
      node: node.version,
      machine: `${process.platform} ${process.arch}, ${cpus().length} CPUs, ${cpus()[0]?.model.trim() ?? 'unknown'}`,
      quick,
      sizes: Object.fromEntries(
        Object.entries(entries).map(([name, entry]) => [name, statSync(entry).size]),
      ) as Results['sizes'],
      cold: { plain, overTls },
      warm,
      memory,
      lifecycles,
      history,
      tables,
    };
  } finally {
    client.destroy();
    await proxy.stop();
    await engine.stop();
    await fake.stop();
  }
}

/** What the database sees, whatever the machine's speed. */
async function count(
  entries: Record<Name, string>,
  amount: Amount,
  on: Omit<CapacityOptions, 'table'>,
  client: DynamoDBDocumentClient,
): Promise<Pick<Results, 'lifecycles' | 'history' | 'tables'>> {
  await createBenchTables(client);
  const lifecycles = {} as Record<Design, Lives>;
  for (const design of DESIGNS) {
    const options = { ...on, table: design === 'itemPerStatus' ? TABLES.statuses : TABLES.receipts };
    lifecycles[design] = {
      short: await measureLife(entries[design], options, ([, ...receipts]) => receipts.slice(0, 2)),
      long: await measureLife(entries[design], options, (receipts) => receipts),
    };
  }
  return {
    lifecycles,
    history: await measureHistory(on.proxy, amount.statuses),
    tables: await measureTable(on.proxy, amount.tableSizes),
  };
}

function only<N extends Name>(entries: Record<Name, string>, names: readonly N[]): Record<N, string> {
  return Object.fromEntries(names.map((name) => [name, entries[name]])) as Record<N, string>;
}
