import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ReceiptsStack } from './receipts-stack.ts';
import { readSettings } from './settings.ts';

/**
 * The app with its one stack, made by the settings in its context. Its synthesis fails where cdk-nag finds anything.
 *
 * @param bundles - folder that holds the bundle of each function
 * @throws SettingsError
 */
export function createReceiptsApp(bundles: string, props?: AppProps): App {
  const app = new App(props);
  new ReceiptsStack(app, { settings: readSettings(app.node.getAllContext()), bundles });
  Validations.of(app).addPlugins(new AwsSolutionsChecks());
  return app;
}
