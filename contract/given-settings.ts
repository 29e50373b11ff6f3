/** Settings of the app that do not have to be repeated at every deployment, beside `cdk.json`. Git ignores it. */
export const SETTINGS_FILE = 'receipts.config.json';

/**
 * Settings as text that can be compared: `30` is `"30"`, and a list is comma-separated text, whose order has no meaning.
 * Without the name of the stack. The stack carries them in its outputs; the tool compares them with the settings file.
 */
export function settingTexts(given: Readonly<Record<string, unknown>>): Record<string, string> {
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
