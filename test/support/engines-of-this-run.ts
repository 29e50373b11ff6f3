import type { Engine } from '../../local/engine/engine.ts';

/** jest loads setup and teardown separately, so they share only the global object. */
const shared = globalThis as { testEngines?: readonly Engine[] };

export function keepForTeardown(engines: readonly Engine[]): void {
  shared.testEngines = engines;
}

export function enginesOfThisRun(): readonly Engine[] {
  return shared.testEngines ?? [];
}
