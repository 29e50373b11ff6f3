import type { Engine } from '../../local/engine/engine.ts';
import { startEmbeddedEngine } from '../../local/engine/start-engine.ts';
import { ENGINE_VARIABLE } from './engine.ts';

/** jest loads setup and teardown separately, so they share only the global object. */
export const shared = globalThis as { testEngine?: Engine };

/** Starts the engine of all test files, which create separate tables. */
export default async function startTestEngine(): Promise<void> {
  // Also for `npm start` in the tests: the optimizing compiler does not pay off in a process of a minute
  process.env.JDK_JAVA_OPTIONS ??= '-XX:TieredStopAtLevel=1';
  const engine = await startEmbeddedEngine((line) => {
    process.stderr.write(`${line} The tests of TTL, PartiQL and streams are skipped.\n`);
  });
  shared.testEngine = engine;
  process.env[ENGINE_VARIABLE] = JSON.stringify({ kind: engine.kind, endpoint: engine.endpoint });
}
