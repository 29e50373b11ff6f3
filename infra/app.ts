import { BUNDLES, bundleFunctions } from '../build/bundle.ts';
import { createReceiptsApp } from './receipts-app.ts';

try {
  // At every synthesis, so that no deployment carries yesterday's code
  await bundleFunctions();
  createReceiptsApp(BUNDLES).synth();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
