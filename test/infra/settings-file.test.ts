import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { QUESTIONS, type Question, STACK_QUESTION, settingsFileText } from '../../cli/init/questions.ts';
import { readSettings } from '../../infra/read-settings.ts';
import { readSettingsFile } from '../../infra/settings-file.ts';
import { PAGE } from './support/sample-settings.ts';
import { NO_FILE, temporaryFolder } from './support/synthesize.ts';

const DEFAULT = 'receipts.config.json';

function folderWith(text: string | undefined, name = DEFAULT): string {
  const folder = temporaryFolder();
  if (text !== undefined) writeFileSync(join(folder, name), text);
  return folder;
}

test.each<[what: string, text: string | undefined, settings: object, named?: string]>([
  ['is receipts.config.json, beside cdk.json', '{ "retentionDays": 30 }', { retentionDays: 30 }],
  ['may be missing', undefined, {}],
  [
    'may be another one that the context names',
    '{ "removalPolicy": "destroy" }',
    { removalPolicy: 'destroy' },
    'trial',
  ],
  ['is not read if the context says none', 'not JSON', {}, 'none'],
  ['may begin with a byte order mark', '\uFEFF{"retentionDays": 30}', { retentionDays: 30 }],
  [
    'may have comments, and a comma at the end',
    '// Reviewed in May\n{\n  "runbookUrl": "https://example.com/r", // not a comment: the //\n  /* "events": "new", */\n}\n',
    { runbookUrl: 'https://example.com/r' },
  ],
])('the settings file %s', (_, text, settings, ...[named]) => {
  expect(readSettingsFile(folderWith(text, named), named)).toEqual({ path: named ?? DEFAULT, settings });
});

test.each<[what: string, text: string | undefined, message: string, named?: string]>([
  ['that the context names and is missing', undefined, 'The settings file trial cannot be read', 'trial'],
  ['with retentionDays: 30', 'retentionDays: 30', 'The settings file receipts.config.json is not JSON: '],
  ['without a comma', '{\n  "retentionDays": 30\n  "events": "new"\n}', "is not JSON: invalid character '\\\"' at 3:3"],
  ['with []', '[]', 'The settings file receipts.config.json must be a JSON object such as {"retentionDays": 30}.'],
  ['with null', 'null', 'must be a JSON object'],
])('a file %s is refused', (_, text, message, ...[named]) => {
  expect(() => readSettingsFile(folderWith(text), named)).toThrow(message);
});

test.each([
  [{}, {}],
  [{ alarmEmail: 'a@example.com', events: 'new', reconcileSubAccounts: 'A_1,B_2', retentionDays: '30' }, {}],
  [
    { events: 'arn:aws:events:eu-west-1:123456789012:event-bus/company' },
    { removalPolicy: 'destroy', memorySize: '1024' },
  ],
  [{ ...PAGE, pageAllowedGroups: 'none' }, {}],
])('the file that receipts init writes is valid: %j, %j', (answers: Record<string, string>, deployed) => {
  const questions: readonly Question[] = [STACK_QUESTION, ...QUESTIONS];
  const initial = Object.fromEntries(
    questions.flatMap(({ name, initial, needs }) => (needs === undefined ? [[name, initial]] : [])),
  );
  const text = settingsFileText({ ...initial, ...answers }, deployed);
  const { settings } = readSettingsFile(folderWith(text));
  const expected = readSettings({ ...answers, ...deployed }, NO_FILE);
  expect(readSettings({}, { path: DEFAULT, settings })).toEqual({ retentionDays: 90, ...expected });
});
