import { enginesOfThisRun } from './engines-of-this-run.ts';

export default async function stopEngines(): Promise<void> {
  await Promise.all(enginesOfThisRun().map((engine) => engine.stop()));
}
