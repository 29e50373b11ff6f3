import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileTool, TOOL } from '../../build/package/compile.ts';
import type { Engine } from '../../local/engine/engine.ts';
import { startEmbeddedEngine } from '../../local/engine/start-engine.ts';
import { TOOL_VARIABLE } from '../cli/support/run-tool.ts';
import { ENGINE_VARIABLE } from './engine.ts';

/** jest loads setup and teardown separately, so they share only the global object. */
export const shared = globalThis as { testEngine?: Engine; toolFolder?: string };

/** Starts the engine of all test files, which create separate tables, and compiles the tool that they start. */
export default async function startEngineAndCompile(): Promise<void> {
  const [engine, tool] = await Promise.all([startTestEngine(), compileForTests()]);
  process.env[ENGINE_VARIABLE] = JSON.stringify({ kind: engine.kind, endpoint: engine.endpoint });
  process.env[TOOL_VARIABLE] = tool;
}

async function startTestEngine(): Promise<Engine> {
  // Also for `npm start` in the tests: the optimizing compiler does not pay off in a process of a minute
  process.env.JDK_JAVA_OPTIONS ??= '-XX:TieredStopAtLevel=1';
  shared.testEngine = await startEmbeddedEngine((line) => {
    process.stderr.write(`${line} The tests of TTL, PartiQL and streams are skipped.\n`);
  });
  return shared.testEngine;
}

/** Compiles the tool as the package has it, which starts three times as fast as that of a checkout. */
async function compileForTests(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'receipts-tool-'));
  shared.toolFolder = folder;
  await compileTool(folder);
  await copyFile(join(import.meta.dirname, '../../package.json'), join(folder, 'package.json'));
  return join(folder, TOOL);
}
