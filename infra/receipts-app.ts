import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ReceiptsStack } from './receipts-stack.ts';
import { givenSettings, readSettings } from './settings.ts';
import { readSettingsFile } from './settings-file.ts';

/**
 * Creates the app with its stack, from the settings in the context and in the settings file. The synthesis fails if cdk-nag
 * finds an issue.
 *
 * @param bundles - folder that holds the bundle of each function
 * @param folder - folder of the settings file
 * @throws SettingsError
 */
export function createReceiptsApp(bundles: string, folder: string, props?: AppProps): App {
  const app = new App(props);
  const { settingsFile, ...context } = app.node.getAllContext();
  const file = readSettingsFile(folder, settingsFile);
  new ReceiptsStack(app, { settings: readSettings(context, file), given: givenSettings(context, file), bundles });
  Validations.of(app).addPlugins(new AwsSolutionsChecks());
  return app;
}
