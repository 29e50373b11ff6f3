/** Programs that speak the DynamoDB API on a developer's machine. */
export type EngineKind = 'dynamodb-local' | 'dynalite';

/** A DynamoDB engine that was started here and holds its tables in memory. */
export interface Engine {
  readonly kind: EngineKind;
  readonly endpoint: string;
  /** Resolves with the reason when the engine ends without a stop. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}
