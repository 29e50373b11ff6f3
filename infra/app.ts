import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { BUNDLES, bundleFunctions } from '../build/bundle.ts';
import { ReceiptsStack } from './receipts-stack.ts';
import { readSettings } from './settings.ts';

const app = new App();
try {
  const settings = readSettings(app.node.getAllContext());
  // At every synthesis, so that no deployment carries yesterday's code
  await bundleFunctions();
  new ReceiptsStack(app, { settings, bundles: BUNDLES });
  Validations.of(app).addPlugins(new AwsSolutionsChecks());
  app.synth();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
