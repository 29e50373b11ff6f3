import type { Engine } from '../../local/engine/engine.ts';
import { javaVersion, MIN_JAVA } from '../../local/engine/java-version.ts';
import { startEngine } from '../../local/engine/start-engine.ts';
import { ENGINES_VARIABLE, type RunningEngine } from './engines.ts';
import { keepForTeardown } from './engines-of-this-run.ts';

/** Starts one engine of each kind for all test files, which create separate tables. */
export default async function startEngines(): Promise<void> {
  // Also for `npm start` in the tests: the optimizing compiler does not pay off in a process of a minute
  process.env.JDK_JAVA_OPTIONS ??= '-XX:TieredStopAtLevel=1';
  const started: Engine[] = [await startEngine('dynalite')];
  if (((await javaVersion()) ?? 0) >= MIN_JAVA) started.unshift(await startEngine('dynamodb-local'));
  else process.stderr.write(`No Java ${MIN_JAVA} or newer: the tests run on dynalite alone, not on DynamoDB Local.\n`);
  keepForTeardown(started);
  const running: RunningEngine[] = started.map(({ kind, endpoint }) => ({ kind, endpoint }));
  process.env[ENGINES_VARIABLE] = JSON.stringify(running);
}
