import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { BUNDLES, bundleFunctions } from '../build/bundle.ts';
import { keepFeatures } from './kept-features.ts';
import { addReceiptsStack, readAppSettings } from './receipts-app.ts';

const PROJECT = join(import.meta.dirname, '..');

try {
  const app = new App();
  // Before the bundles, which take seconds
  const settings = readAppSettings(app, PROJECT);
  // At every synthesis, so that a deployment never has old code
  await bundleFunctions();
  const stack = addReceiptsStack(app, { ...settings, bundles: BUNDLES });
  await keepFeatures(stack, settings, process.env);
  app.synth();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
