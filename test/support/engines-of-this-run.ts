import type { Engine } from '../../local/engine/engine.ts';

/** jest loads the setup and the teardown separately, so they can only share the global object. */
const shared = globalThis as { testEngines?: readonly Engine[] };

export function keepForTeardown(engines: readonly Engine[]): void {
  shared.testEngines = engines;
}

export function enginesOfThisRun(): readonly Engine[] {
  return shared.testEngines ?? [];
}
