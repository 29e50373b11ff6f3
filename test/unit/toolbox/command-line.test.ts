import { describe, expect, test } from '@jest/globals';
import { commandLine, toolName } from '../../../toolbox/command-line.ts';

describe('the name of the tool', () => {
  test.each([
    ['/repository/cli/receipts.js', undefined, 'receipts'],
    ['/repository/node_modules/.bin/receipts', 'npx', 'npx receipts'],
    ['/repository/local/start.js', 'start', 'npx receipts'],
    ['/app/node_modules/.bin/sms-delivery-receipts', 'npx', 'npx sms-delivery-receipts'],
    ['/usr/local/bin/sms-delivery-receipts', undefined, 'sms-delivery-receipts'],
  ])('of %s, started by npm as %s, is %s', (script, npm_lifecycle_event, name) => {
    expect(toolName({ argv: ['node', script], env: { npm_lifecycle_event } })).toBe(name);
  });
});

describe('a command line', () => {
  test.each<[options: Parameters<typeof commandLine>[1], words: string]>([
    [{}, ''],
    [{ 'sub-account': '*', stack: 'Other' }, " --sub-account '*' --stack Other"],
    [{ seed: 7, yes: true, json: false, dynamodb: undefined }, ' --seed 7 --yes'],
    [{ url: 'http://127.0.0.1:3000/receipts?a=1' }, " --url 'http://127.0.0.1:3000/receipts?a=1'"],
    [{ account: '' }, " --account ''"],
    [{ id: "it's" }, " --id 'it'\\''s'"],
    [{ id: "it's\u001b\n\\" }, String.raw` --id $'it\'s\u001b\n\\'`],
  ])('of %j ends with %s', (options, words) => {
    expect(commandLine('wire', options, 'receipts')).toBe(`receipts wire${words}`);
  });
});
