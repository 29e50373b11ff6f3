import { rm } from 'node:fs/promises';
import { shared } from './global-setup.ts';

export default async function endEngineAndRemoveTool(): Promise<void> {
  await shared.testEngine?.stop();
  if (shared.toolFolder !== undefined) await rm(shared.toolFolder, { recursive: true });
}
