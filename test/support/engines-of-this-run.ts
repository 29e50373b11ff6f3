import type { Engine } from '../../local/engine/engine.ts';

/** jest loads its setup and its teardown apart; the global object is what they share. */
const shared = globalThis as { testEngines?: readonly Engine[] };

export function keepForTeardown(engines: readonly Engine[]): void {
  shared.testEngines = engines;
}

export function enginesOfThisRun(): readonly Engine[] {
  return shared.testEngines ?? [];
}
