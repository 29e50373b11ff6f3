import { startDynamoDbLocal } from './dynamodb-local.ts';
import type { Engine, EngineKind } from './engine.ts';
import { startDynalite } from './in-process-dynalite.ts';
import { javaVersion, MIN_JAVA } from './java-version.ts';

const STARTERS: Readonly<Record<EngineKind, (port?: number) => Promise<Engine>>> = {
  'dynamodb-local': startDynamoDbLocal,
  dynalite: startDynalite,
};

/**
 * Starts a DynamoDB engine that ends with this process at the latest.
 *
 * @param port - default: a free one
 * @throws Error if the port is taken, or if the engine does not answer
 */
export async function startEngine(kind: EngineKind, port?: number): Promise<Engine> {
  return STARTERS[kind](port);
}

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
