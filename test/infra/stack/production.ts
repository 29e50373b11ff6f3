import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { PipelineRolesExample } from '../../../examples/github-actions/stack.ts';
import { bareApp, synthesize } from '../support/synthesize.ts';
import { alarmsOf } from '../support/template.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/production.md'), 'utf8');

test('the alarm that docs/production.md sets off as a test exists', () => {
  const [, name = ''] = /--alarm-name SmsReceipts-([\w-]+)/.exec(PAGE) ?? [];
  expect([...alarmsOf(synthesize().template).keys()]).toContain(name);
});

test('the roles of the pipeline trust one repository, and can only take roles of cdk bootstrap', () => {
  const props = { repository: 'acme/receipts', environment: 'prod' };
  const template = Template.fromStack(new PipelineRolesExample(bareApp(), 'Pipeline', props));
  const trusted = Object.values(template.findResources('AWS::IAM::Role')).map(
    ({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals,
  );
  const aud = { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' };
  expect(trusted).toEqual([
    { ...aud, 'token.actions.githubusercontent.com:sub': 'repo:acme/receipts:pull_request' },
    { ...aud, 'token.actions.githubusercontent.com:sub': 'repo:acme/receipts:environment:prod' },
  ]);
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).map(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );
  for (const [assume, describeStacks, ...others] of policies) {
    expect(assume.Action).toBe('sts:AssumeRole');
    expect(describeStacks.Action).toBe('cloudformation:DescribeStacks');
    expect(others).toEqual([]);
  }
  const roles = policies.map(([assume]) => JSON.stringify(assume.Resource).match(/cdk-hnb659fds-[a-z-]+/g));
  expect(roles).toEqual([
    ['cdk-hnb659fds-lookup-role-'],
    ['cdk-hnb659fds-lookup-role-', 'cdk-hnb659fds-deploy-role-', 'cdk-hnb659fds-file-publishing-role-'],
  ]);
});
