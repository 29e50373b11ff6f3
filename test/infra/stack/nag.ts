import { expect, test } from '@jest/globals';
import { App, Aspects, CfnResource, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AwsSolutionsChecks as AwsSolutionsChecks2 } from 'cdk-nag-2';
import type { IConstruct } from 'constructs';
import { SmsReceipts } from '../../../infra/construct/index.ts';
import type { GivenSettings } from '../../../infra/read-settings.ts';
import { addReceiptsStack, readAppSettings } from '../../../infra/receipts-app.ts';
import { EVERY_SETTING, PAGE } from '../support/sample-settings.ts';
import { appProps, fakeBundles, temporaryFolder } from '../support/synthesize.ts';

interface CheckResult {
  readonly rule: string;
  readonly path: string;
}

function makeApp(settings: GivenSettings = {}): App {
  const app = new App(appProps(settings));
  addReceiptsStack(app, { ...readAppSettings(app, temporaryFolder()), bundles: fakeBundles() });
  return app;
}

function results(checks: AwsSolutionsChecks, scope: IConstruct): CheckResult[] {
  return checks
    .validateScope(scope)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: `${constructPath}` })),
    );
}

/** Every acknowledged rule with the resource that it is for. */
function acknowledgements(scope: IConstruct): (CheckResult & { reason: string })[] {
  return scope.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([id, reason]) => ({
        rule: id.replace(/^annotation::/i, ''),
        path:
          (CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild)?.node.path ??
          `${construct.node.path} is not a single resource`,
        reason,
      })),
  );
}

const byPath = (one: CheckResult, other: CheckResult) =>
  `${one.path} ${one.rule}`.localeCompare(`${other.path} ${other.rule}`);

const ALL_FUNCTIONS = { events: 'new', archive: 'on', reconcileSubAccounts: 'Acme_1', ...PAGE };

test.each([
  {},
  { ...ALL_FUNCTIONS, removalPolicy: 'destroy', indexes: 'none', alarms: 'off', dashboard: 'off' },
  { probeMinutes: 5, existingReceiptsTable: 'restored', alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:on-call' },
  { events: 'arn:aws:events:eu-west-1:210987654321:event-bus/company', reservedConcurrency: 5, slowDeliveryMinutes: 5 },
  EVERY_SETTING,
])('cdk-nag finds nothing with %j', (settings) => {
  expect(results(new AwsSolutionsChecks(), makeApp(settings))).toEqual([]);
});

test.each([{}, PAGE, ALL_FUNCTIONS])(
  'with %j every acknowledgement is needed and applies to one resource',
  (settings) => {
    const app = makeApp(settings);
    const unacknowledged = Object.assign(new AwsSolutionsChecks(), { isAcknowledged: () => false });
    expect(
      acknowledgements(app)
        .map(({ rule, path }) => ({ rule, path }))
        .sort(byPath),
    ).toEqual(results(unacknowledged, app).sort(byPath));
  },
);

test('every acknowledgement gives its reason', () => {
  const all = acknowledgements(makeApp(ALL_FUNCTIONS));
  expect(all.length).toBeGreaterThan(0);
  for (const { reason } of all) expect(reason).toMatch(/^[A-Z].{40,}\.$/);
});

test('a finding fails the synthesis of the app', () => {
  const app = makeApp();
  for (const stack of app.node.children.filter(Stack.isStack)) new CfnBucket(stack, 'Open');
  expect(() => app.synth()).toThrow('AwsSolutions-S1');
});

test('version 2 of cdk-nag, as an aspect of the app, finds no error either', () => {
  const app = new App(appProps({}));
  const stack = new Stack(app, 'Messaging');
  for (const removalPolicy of [RemovalPolicy.RETAIN, RemovalPolicy.DESTROY]) {
    new SmsReceipts(stack, `Receipts${removalPolicy}`, {
      bundles: fakeBundles(),
      removalPolicy,
      events: { otherWebhooks: true },
      reconcile: { subAccounts: ['Acme_1'] },
      page: { issuer: PAGE.pageIssuer, clientId: PAGE.pageClientId, allowedDomains: ['example.com'] },
    });
  }
  Aspects.of(app).add(new AwsSolutionsChecks2());
  app.synth();
  const errors = stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata.map(({ type, data }) => ({ type, finding: `${node.path} ${data}` })))
    .filter(({ type }) => type === 'aws:cdk:error');
  expect(errors).toEqual([]);
});
