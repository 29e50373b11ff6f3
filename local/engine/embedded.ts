import type { Engine } from './engine.ts';
import { javaVersion, MIN_JAVA } from './java-version.ts';
import { startEngine } from './start-engine.ts';

/**
 * Starts DynamoDB Local where Java allows it, and dynalite where not.
 *
 * @param tell - hears what dynalite lacks
 */
export async function startEmbeddedEngine(printError: (line: string) => void): Promise<Engine> {
  const java = await javaVersion();
  if (java !== undefined && java >= MIN_JAVA) return startEngine('dynamodb-local');
  const found = java === undefined ? 'no Java on PATH' : `Java ${java} on PATH`;
  printError(
    `${found}, DynamoDB Local needs ${MIN_JAVA}: dynalite takes its place. It lacks TTL (items do not expire) and PartiQL.`,
  );
  return startEngine('dynalite');
}
