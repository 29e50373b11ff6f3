import { join } from 'node:path';
import { BUNDLES, bundleFunctions } from '../build/bundle.ts';
import { createReceiptsApp } from './receipts-app.ts';

const PROJECT = join(import.meta.dirname, '..');

try {
  // At every synthesis, so that a deployment never has old code
  await bundleFunctions();
  createReceiptsApp(BUNDLES, PROJECT).synth();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
