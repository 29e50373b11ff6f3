import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { QUESTIONS, type Question, STACK_QUESTION, settingsFileText } from '../../cli/init/questions.ts';
import { readSettings } from '../../infra/read-settings.ts';
import { readSettingsFile } from '../../infra/settings-file.ts';
import { PAGE } from './support/sample-settings.ts';
import { NO_FILE, temporaryFolder } from './support/synthesize.ts';

function folderWith(name: string, text: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), text);
  return folder;
}

test('the settings file is receipts.config.json, beside cdk.json', () => {
  const folder = folderWith('receipts.config.json', '{ "retentionDays": 30 }');
  expect(readSettingsFile(folder)).toEqual({ path: 'receipts.config.json', settings: { retentionDays: 30 } });
});

test('the settings file may begin with a byte order mark', () => {
  const folder = folderWith('receipts.config.json', '\uFEFF{"retentionDays": 30}');
  expect(readSettingsFile(folder).settings).toEqual({ retentionDays: 30 });
});

test('the settings file may have comments, and a comma at the end', () => {
  const text =
    '// Reviewed in May\n{\n  "runbookUrl": "https://example.com/r", // not a comment: the //\n  /* "events": "new", */\n}\n';
  expect(readSettingsFile(folderWith('receipts.config.json', text)).settings).toEqual({
    runbookUrl: 'https://example.com/r',
  });
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
  const { settings } = readSettingsFile(folderWith('receipts.config.json', text));
  const expected = readSettings({ ...answers, ...deployed }, NO_FILE);
  expect(readSettings({}, { path: 'receipts.config.json', settings })).toEqual({ retentionDays: 90, ...expected });
});

test('the settings file may be missing', () => {
  expect(readSettingsFile(temporaryFolder()).settings).toEqual({});
});

test('the context may name another file', () => {
  const folder = folderWith('trial.json', '{ "removalPolicy": "destroy" }');
  expect(readSettingsFile(folder, 'trial.json')).toEqual({
    path: 'trial.json',
    settings: { removalPolicy: 'destroy' },
  });
});

test('a file that the context names must exist', () => {
  expect(() => readSettingsFile(temporaryFolder(), 'trial.json')).toThrow(
    'The settings file trial.json cannot be read',
  );
});

test('no file is read if the context says none', () => {
  expect(readSettingsFile(folderWith('receipts.config.json', 'not JSON'), 'none').settings).toEqual({});
});

test.each([
  ['retentionDays: 30', 'The settings file receipts.config.json is not JSON: '],
  ['{\n  "retentionDays": 30\n  "events": "new"\n}', "is not JSON: invalid character '\\\"' at 3:3"],
  ['[]', 'The settings file receipts.config.json must be a JSON object such as {"retentionDays": 30}.'],
  ['null', 'must be a JSON object'],
])('a file with %s is refused', (text, message) => {
  expect(() => readSettingsFile(folderWith('receipts.config.json', text))).toThrow(message);
});
