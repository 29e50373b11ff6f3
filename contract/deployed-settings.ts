import JSON5 from 'json5';

/** File next to `cdk.json` with the settings of the app. Commit it, so that every deployment has the same. */
export const SETTINGS_FILE = 'receipts.config.json';

/**
 * Parses the text of a settings file: JSON, with comments and commas at the end. It may begin with a byte order mark, which some
 * editors and shells write.
 *
 * @throws SyntaxError with the line and the column
 */
export function parseSettingsFile(text: string): unknown {
  return JSON5.parse(text);
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
