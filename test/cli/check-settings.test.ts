import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { checkSettings } from '../../cli/check/check-settings.ts';
import { useDeployment } from './support/deployment.ts';
import { settingsFolder } from './support/settings-folder.ts';

const { folder, file: settingsFile } = settingsFolder();
const deployed = useDeployment();

describe('receipts check of the settings', () => {
  beforeEach(() => deployed.reset());
  beforeEach(() => writeFileSync(settingsFile, '{}'));
  const check = (...more: string[]) => deployed.runHere(['check', '--settings-file', settingsFile, ...more]);
  const settingsCheck = async () => {
    const { code, stdout } = await check('--json');
    expect(code).toBe(0);
    const results = JSON.parse(stdout) as { check: string; result: string; detail: string }[];
    return results.find(({ check: name }) => name === 'settings');
  };
  const inFile = (settings: object) => writeFileSync(settingsFile, JSON.stringify(settings));
  const inStack = (settings: object) =>
    Object.assign(deployed.stack.outputs, { Settings: JSON.stringify(settings).replaceAll('"', '&quot;') });

  test.each([
    { file: {}, stack: {} },
    { file: { retentionDays: 30, stackName: 'SmsReceipts' }, stack: { retentionDays: '30' } },
    { file: { indexes: ['byBatchId', 'byDestination'] }, stack: { indexes: 'byBatchId,byDestination' } },
    { file: { allowedSources: '8x8:na, 8x8:eu' }, stack: { allowedSources: '8x8:eu,8x8:na' } },
  ])('the file $file matches the stack $stack', async ({ file, stack }) => {
    inFile(file);
    inStack(stack);
    expect(await settingsCheck()).toMatchObject({ result: 'ok' });
  });

  test('a file with a byte order mark is read', async () => {
    writeFileSync(settingsFile, '\uFEFF{"retentionDays": 30}');
    inStack({ retentionDays: '30' });
    expect(await settingsCheck()).toMatchObject({ result: 'ok' });
  });

  test.each([
    { file: {}, stack: { retentionDays: '30' }, says: 'retentionDays is not set in the file, 30 in the stack. ' },
    { file: { events: 'new' }, stack: {}, says: 'events is new in the file, not set in the stack. ' },
    {
      file: { retentionDays: 7, memorySize: 256 },
      stack: { retentionDays: '30', alarms: 'off' },
      says: 'alarms is not set in the file, off in the stack; memorySize is 256 in the file, not set in the stack; retentionDays is 7 in the file, 30 in the stack. ',
    },
  ])('the file $file differs from the stack $stack: a warning lists each difference', async ({ file, stack, says }) => {
    inFile(file);
    inStack(stack);
    const { result, detail } = (await settingsCheck()) ?? {};
    expect(result).toBe('warning');
    expect(detail).toContain(`settings.json is not what the stack was deployed with: ${says}`);
    expect(detail).toContain('The next npx cdk deploy follows the file');
  });

  test('a file for another stack is not compared', async () => {
    inFile({ stackName: 'Trial' });
    expect(await settingsCheck()).toMatchObject({
      result: 'skipped',
      detail: expect.stringContaining('is for the stack Trial'),
    });
  });

  test('a file that is not a JSON object is a warning', async () => {
    writeFileSync(settingsFile, '[]');
    expect(await settingsCheck()).toMatchObject({
      result: 'warning',
      detail: expect.stringContaining('is not a JSON object'),
    });
  });

  test('fails if the file given with --settings-file is missing', async () => {
    const run = await check('--settings-file', join(folder, 'missing.json'));
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('check failed: settings.') });
    expect(run.stdout).toMatch(/settings +The settings file \S+missing\.json cannot be read \(ENOENT\)\./);
  });

  test('a stack of the first release, which has no output for its settings, is not compared', async () => {
    delete deployed.stack.outputs.Settings;
    expect(await settingsCheck()).toMatchObject({ result: 'skipped' });
  });

  test('without a file, a warning names the settings that were given with -c', async () => {
    const elsewhere = await checkSettings(
      { name: 'SmsReceipts', settings: { removalPolicy: 'destroy' } },
      undefined,
      folder,
    );
    expect(elsewhere).toMatchObject({
      result: 'warning',
      detail: expect.stringContaining(
        'There is no receipts.config.json: removalPolicy is not set in the file, destroy in the stack.',
      ),
    });
  });
});
