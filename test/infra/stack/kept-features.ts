import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { keepFeatures, removedFeatures } from '../../../infra/kept-features.ts';
import { type GivenSettings, readSettings } from '../../../infra/read-settings.ts';
import { ReceiptsStack } from '../../../infra/receipts-stack.ts';
import { type FakeStack, startFakeStack } from '../../cli/support/fake-stack.ts';
import { ENVIRONMENT } from '../../cli/support/run-tool.ts';
import { EVERY_SETTING } from '../support/sample-settings.ts';
import { appProps, fakeBundles, NO_FILE } from '../support/synthesize.ts';

const path = 'receipts.config.json';
const keyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1';

describe('a deployment that does not mention a feature of the stack', () => {
  test.each([
    [{ events: 'new' }, '"events": "new"', '"events": "off"'],
    [{ archive: 'on' }, '"archive": "on"', '"archive": "off"'],
    [{ reconcileSubAccounts: 'A_1,B_2' }, '"reconcileSubAccounts": "A_1,B_2"', '"reconcileSubAccounts": "none"'],
    [{ domainName: 'sms.example.com' }, '"domainName": "sms.example.com"', '"domainName": "none"'],
    [{ kmsKeyArn: keyArn }, `"kmsKeyArn": "${keyArn}"`, '"kmsKeyArn": "none"'],
    [{ pageIssuer: 'https://login.example.com' }, '"pageIssuer": "https://login.example.com"', '"pageIssuer": "none"'],
    [{ pageDomainName: 'sms.example.com' }, '"pageDomainName": "sms.example.com"', '"pageDomainName": "none"'],
    [{ alarmEmail: 'a@example.com' }, '"alarmEmail": "a@example.com"', '"alarmEmail": "none"'],
  ])('would remove it: %j', (deployed: Record<string, string>, keep, remove) => {
    const [name = ''] = Object.keys(deployed);
    const lines = removedFeatures({ ...deployed, retentionDays: '30' }, { given: { memorySize: 1024 }, path });
    expect(lines).toEqual([
      `The stack has ${name}, which this deployment would remove, because no setting names it. To keep it, put ${keep} into ${path}; to remove it, ${remove}.`,
    ]);
  });

  test.each<[Record<string, string>, GivenSettings]>([
    [{ events: 'new' }, { events: 'off' }],
    [{ events: 'new' }, { events: 'company-bus' }],
    [{ kmsKeyArn: keyArn }, { kmsKeyArn: 'none' }],
    // What the stack was told to leave out
    [{ events: 'off', reconcileSubAccounts: 'none', domainName: 'none' }, {}],
    // With the page, its domain goes
    [{ pageIssuer: 'https://login.example.com', pageDomainName: 'sms.example.com' }, { pageIssuer: 'none' }],
    // Not a feature
    [{ retentionDays: '30', warmWriteUnits: '12000' }, {}],
    [{}, { events: 'new' }],
  ])('from %j to %j nothing is removed by accident', (deployed, given) => {
    expect(removedFeatures(deployed, { given, path })).toEqual([]);
  });
});

describe('the synthesis asks AWS what the stack has', () => {
  const CDK = { CDK_DEFAULT_ACCOUNT: '000000000000', CDK_DEFAULT_REGION: 'us-east-1' };
  const before = { ...process.env };
  let fake: FakeStack;
  beforeAll(async () => {
    fake = await startFakeStack();
    fake.outputs.Settings = '{"events":"new","retentionDays":"30"}';
  });
  afterEach(() => {
    process.env = { ...before };
  });
  afterAll(() => fake.close());

  async function annotationsOf(given: GivenSettings, cdk: Record<string, string>, endpoint = fake.endpoint) {
    Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL: endpoint });
    const app = new App(appProps(given));
    const settings = readSettings(given, NO_FILE);
    const stack = new ReceiptsStack(app, { settings, given, bundles: fakeBundles() });
    await keepFeatures(stack, { given, path: 'none' }, cdk);
    const texts = (kind: string) =>
      stack.node.metadata.flatMap(({ type, data }) => (type === `aws:cdk:${kind}` ? [`${data}`] : []));
    return { errors: texts('error'), warnings: texts('warning').filter((text) => /removes a feature/.test(text)) };
  }

  test('an error of the stack names what would be removed', async () => {
    const { errors } = await annotationsOf({}, CDK);
    expect(errors).toEqual([expect.stringContaining('put "events": "new" into a settings file')]);
  });

  test.each([
    ['the setting is there', { events: 'new' }, CDK],
    ['the stack is not deployed yet', { stackName: 'Other' }, CDK],
    ['the CDK has no credentials', {}, {}],
  ])('nothing stops if %s', async (_, given, cdk) => {
    expect(await annotationsOf(given, cdk)).toEqual({ errors: [], warnings: [] });
  });

  test.each([
    ['AWS does not answer', CDK, 'http://127.0.0.1:9', /ECONNREFUSED/],
    [
      'the environment has another account',
      { ...CDK, CDK_DEFAULT_ACCOUNT: '111111111111' },
      undefined,
      /account 0{12}, not of 1{12}/,
    ],
  ])('it goes on with a warning if %s', async (_, cdk, endpoint, reason) => {
    const { errors, warnings } = await annotationsOf({}, cdk, endpoint);
    expect(errors).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(reason)]);
  });

  test('with a key, it asks in the account and the Region of the key', async () => {
    const { warnings } = await annotationsOf({ kmsKeyArn: EVERY_SETTING.kmsKeyArn }, CDK);
    expect(warnings).toEqual([expect.stringContaining('not of 123456789012')]);
  });
});
