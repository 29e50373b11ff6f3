import { expect, test } from '@jest/globals';
import { RemovalPolicy } from 'aws-cdk-lib';
import { type ITableV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { newStack, receiver } from '../support/receiver.ts';
import { CHANGES } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { logicalId, resource } from '../support/template.ts';

const { template } = synthesize(CHANGES.existingReceiptsStreamArn.from);

test('an existing table is the receipts table of everything in the stack, and its stream has the changes', () => {
  for (const [name, output] of Object.entries(template.findOutputs('ReceiptsTable*')))
    expect([name, JSON.stringify(output.Value)]).toEqual([name, expect.stringContaining('restored')]);
  for (const prefix of ['Receive', 'Redrive'])
    expect(resource(template, 'AWS::Lambda::Function', prefix).Properties.Environment).toMatchObject({
      Variables: { RECEIPTS_TABLE: 'restored' },
    });
  const { EventSourceArn } = resource(template, 'AWS::Lambda::EventSourceMapping', 'EventsReceipts').Properties;
  expect(EventSourceArn).toBe(CHANGES.existingReceiptsStreamArn.from.existingReceiptsStreamArn);
  expect(logicalId(template, 'AWS::DynamoDB::GlobalTable')).toMatch(/^TablesSetAside/);
});

const imported = (region = 'eu-west-1') => ({
  tableArn: `arn:aws:dynamodb:${region}:123456789012:table/restored`,
});

test.each<[what: string, arn: { tableArn: string }, props: object, message: string]>([
  ['another Region', imported('us-east-1'), {}, 'existingReceiptsTable is in us-east-1: must be in eu-west-1'],
  ['the removal policy destroy', imported(), { removalPolicy: RemovalPolicy.DESTROY }, 'needs removalPolicy retain'],
  ['events without its stream', imported(), { events: {} }, 'has no tableStreamArn, which events and the archive need'],
])('an existing table is refused with %s', (_what, attributes, props, message) => {
  const stack = newStack('eu-west-1');
  const existingReceiptsTable = TableV2.fromTableAttributes(stack, 'Restored', attributes) as ITableV2;
  expect(() => receiver(stack, 'Receipts', { existingReceiptsTable, ...props })).toThrow(message);
});
