/** File next to `cdk.json` with settings of the app, so that they need not be repeated at every deployment. Git ignores it. */
export const SETTINGS_FILE = 'receipts.config.json';

/** Parses the text of a settings file, which may begin with a byte order mark: some editors and shells write one. */
export function parseSettingsFile(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}

/**
 * Settings as comparable text, without the name of the stack: `30` becomes `"30"`, and a list becomes sorted, comma-separated
 * text. The stack has them in its outputs; the tool compares them with the settings file.
 */
export function settingsAsText(given: Readonly<Record<string, unknown>>): Record<string, string> {
  const { stackName: _, ...settings } = given;
  return Object.fromEntries(
    Object.entries(settings)
      .map(([name, value]) => [name, settingText(value)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function settingText(value: unknown): string {
  return `${value}`
    .split(',')
    .map((item) => item.trim())
    .sort()
    .join(',');
}
