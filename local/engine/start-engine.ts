import { startDynamoDbLocal } from './dynamodb-local.ts';
import type { Engine, EngineKind } from './engine.ts';
import { startDynalite } from './in-process-dynalite.ts';

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
