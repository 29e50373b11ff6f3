import type { Engine } from './engine.ts';
import { javaVersion, MIN_JAVA } from './java-version.ts';
import { startEngine } from './start-engine.ts';

/**
 * Starts DynamoDB Local if there is a Java for it, otherwise dynalite.
 *
 * @param printError - called with a line that says what dynalite lacks
 */
export async function startEmbeddedEngine(printError: (line: string) => void): Promise<Engine> {
  const java = await javaVersion();
  if (java !== undefined && java >= MIN_JAVA) return startEngine('dynamodb-local');
  const found = java === undefined ? 'no Java on PATH' : `Java ${java} on PATH`;
  printError(
    `${found}, DynamoDB Local needs ${MIN_JAVA}: dynalite is used instead. It lacks TTL (items do not expire) and PartiQL.`,
  );
  return startEngine('dynalite');
}
