import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { NextDeployment } from './kept-features.ts';
import { givenSettings, readSettings } from './read-settings.ts';
import { ReceiptsStack, type ReceiptsStackProps } from './receipts-stack.ts';
import { readSettingsFile } from './settings-file.ts';

/**
 * Reads the settings from the context of the app and from the settings file.
 *
 * @param folder - folder of the settings file
 * @throws SettingsError
 */
export function readAppSettings(app: App, folder: string): Omit<ReceiptsStackProps, 'bundles'> & NextDeployment {
  const { settingsFile, ...context } = app.node.getAllContext();
  const file = readSettingsFile(folder, settingsFile);
  return { settings: readSettings(context, file), given: givenSettings(context, file), path: file.path };
}

/** Adds the stack to the app. The synthesis then fails if cdk-nag finds an issue. */
export function addReceiptsStack(app: App, props: ReceiptsStackProps): ReceiptsStack {
  const stack = new ReceiptsStack(app, props);
  Validations.of(app).addPlugins(new AwsSolutionsChecks());
  return stack;
}
