import { beforeEach, describe, expect, test } from '@jest/globals';
import { useDeployment } from './support/deployment.ts';
import type { FakeCapacity } from './support/fake-stack.ts';
import { settingsFolder } from './support/settings-folder.ts';

const { file: settingsFile } = settingsFolder();

const deployed = useDeployment();

describe('receipts check of the capacity', () => {
  const QUOTA_LINK = 'https://us-east-1.console.aws.amazon.com/servicequotas/home/services/';
  beforeEach(() => deployed.reset());
  const resultsOf = async (environment: Record<string, string> = {}) => {
    const { code, stdout, stderr } = await deployed.runHere(
      ['check', '--json', '--settings-file', settingsFile],
      environment,
    );
    const results = JSON.parse(stdout) as { check: string; result: string; detail: string }[];
    return { code, stderr, others: results.filter(({ check, result }) => result !== 'ok' && check !== 'account') };
  };

  test.each<{
    what: string;
    change: Partial<FakeCapacity>;
    check: string;
    says: string;
    remedy: string;
    result?: string;
  }>([
    {
      what: 'the quota of a new account',
      change: { concurrency: 10, unreserved: 11 },
      check: 'Lambda quota',
      says: 'This account runs 10 executions at once; the default is 1,000, and new accounts have fewer.',
      remedy: `${QUOTA_LINK}lambda/quotas/L-B99A9384`,
    },
    {
      what: 'a reserved concurrency above the quota',
      change: { reserved: 950 },
      check: 'receive limit',
      says: "reservedConcurrency 950 does not fit the account's 1,000 executions",
      remedy: `${QUOTA_LINK}lambda/quotas/L-B99A9384`,
    },
    {
      what: 'a function that is switched off',
      change: { reserved: 0 },
      check: 'receive limit',
      result: 'failed',
      says: 'its reserved concurrency is 0',
      remedy: 'lambda/home?region=us-east-1#/functions/SmsReceipts-Receive',
    },
    {
      what: 'a redrive that can take every execution',
      change: { unreserved: 100, redriveConcurrency: 100 },
      check: 'redrive limit',
      says: 'redriveConcurrency 100 does not fit the 100 unreserved executions',
      remedy: `${QUOTA_LINK}lambda/quotas/L-B99A9384`,
    },
    {
      what: 'a throttle above the quota',
      change: { throttle: { throttlingRateLimit: 20_000, throttlingBurstLimit: 5000 } },
      check: 'API throttle',
      says: 'The stage takes 20,000 requests a second, burst 5,000; the account takes 10,000',
      remedy: `${QUOTA_LINK}apigateway/quotas/L-8A5B8E43`,
    },
  ])('$what is a finding with a remedy', async ({ change, check: name, says, remedy, result = 'warning' }) => {
    Object.assign(deployed.stack.capacity, change);
    const { code, others } = await resultsOf();
    expect(others).toMatchObject([{ check: name, result }]);
    expect(others[0]?.detail).toContain(says);
    expect(others[0]?.detail).toContain(remedy);
    expect(code).toBe(result === 'failed' ? 1 : 0);
  });

  test('counts what was throttled in the last day, in the table and in each index', async () => {
    Object.assign(deployed.stack.throttled, {
      [deployed.tables.receiptsTable]: 1234,
      byBatchId: 5,
      'SmsReceipts-Receive': 6,
    });
    const { code, others } = await resultsOf();
    expect(code).toBe(0);
    expect(others).toMatchObject([{ check: 'throttling', result: 'warning' }]);
    expect(others[0]?.detail).toMatch(
      /24 hours: 1,234 writes to the receipts table\. .*warmWriteUnits.*; 5 writes to the index byBatchId\. .*; 6 executions of the function\./,
    );
    expect(others[0]?.detail).toContain('dynamodbv2/home?region=us-east-1#table?name=');
  });

  test('knows the Regions with the smaller quota of API Gateway', async () => {
    const { others } = await resultsOf({ AWS_REGION: 'eu-south-1' });
    expect(others.find(({ check: name }) => name === 'API throttle')?.detail).toContain(
      'the account takes 2,500 requests a second, burst 1,250 in eu-south-1 unless AWS raised its quota',
    );
  });

  test.each([
    {
      denied: 'GetAccountSettings',
      action: 'lambda:GetAccountSettings',
      checks: ['Lambda quota', 'receive limit', 'redrive limit'],
    },
    { denied: 'GetFunctionConcurrency', action: 'lambda:GetFunctionConcurrency', checks: ['receive limit'] },
    { denied: 'ListEventSourceMappings', action: 'lambda:ListEventSourceMappings', checks: ['redrive limit'] },
    { denied: 'GetStage', action: 'apigateway:GET', checks: ['API throttle'] },
    { denied: 'GetMetricData', action: 'cloudwatch:GetMetricData', checks: ['routes', 'throttling'] },
  ])('without the permission $action, skips $checks', async ({ denied, action, checks }) => {
    deployed.stack.denied.add(denied);
    const { code, stderr, others } = await resultsOf();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(others).toEqual(
      checks.map((name) => ({ check: name, result: 'skipped', detail: `needs the permission ${action}` })),
    );
  });
});
