import { describe, expect, test } from '@jest/globals';
import { RECEIPTS_TABLE } from '../../../contract/tables.ts';
import { synthesize } from '../support/synthesize.ts';
import { resource } from '../support/template.ts';

const TYPE = 'AWS::DynamoDB::GlobalTable';
const { template } = synthesize();

describe.each(['TablesReceipts', 'TablesSetAside'])('%s', (table) => {
  test('is billed per request', () => {
    expect(resource(template, TYPE, table)).toMatchObject({ Properties: { BillingMode: 'PAY_PER_REQUEST' } });
  });

  test('deletes items at their expiresAt', () => {
    expect(resource(template, TYPE, table)).toMatchObject({
      Properties: { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } },
    });
  });

  test('is encrypted with a key that DynamoDB owns, which has no price per request', () => {
    expect(resource(template, TYPE, table)).toMatchObject({ Properties: { SSESpecification: { SSEEnabled: false } } });
  });

  test.each([
    [{}, { deletionProtection: true, policy: 'Retain' }],
    [{ removalPolicy: 'retain' }, { deletionProtection: true, policy: 'Retain' }],
    [{ removalPolicy: 'destroy' }, { deletionProtection: false, policy: 'Delete' }],
  ])(
    'with %j is %j, and can be recovered to a point in time only if it is protected',
    (settings, { deletionProtection, policy }) => {
      const { DeletionPolicy, UpdateReplacePolicy, Properties } = resource(synthesize(settings).template, TYPE, table);
      expect({ DeletionPolicy, UpdateReplacePolicy }).toEqual({ DeletionPolicy: policy, UpdateReplacePolicy: policy });
      expect(Properties.Replicas).toEqual([
        expect.objectContaining({
          DeletionProtectionEnabled: deletionProtection,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: deletionProtection },
        }),
      ]);
    },
  );
});

describe('keys', () => {
  test.each([
    ['TablesReceipts', 'umid'],
    ['TablesSetAside', 'id'],
  ])('%s is keyed by %s', (table, key) => {
    expect(resource(template, TYPE, table)).toMatchObject({
      Properties: {
        KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
        AttributeDefinitions: expect.arrayContaining([{ AttributeName: key, AttributeType: 'S' }]),
      },
    });
  });
});

describe('indexes', () => {
  const byClientMessageId = {
    IndexName: 'byClientMessageId',
    KeySchema: [{ AttributeName: 'clientMessageId', KeyType: 'HASH' }],
    Projection: { ProjectionType: 'KEYS_ONLY' },
  };
  const byDestination = {
    IndexName: 'byDestination',
    KeySchema: [
      { AttributeName: 'destination', KeyType: 'HASH' },
      { AttributeName: 'firstReceivedAt', KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'KEYS_ONLY' },
  };
  const byBatchId = {
    IndexName: 'byBatchId',
    KeySchema: [
      { AttributeName: 'batchId', KeyType: 'HASH' },
      { AttributeName: 'umid', KeyType: 'RANGE' },
    ],
    Projection: {
      ProjectionType: 'INCLUDE',
      NonKeyAttributes: ['state', 'detail', 'statusTimestamp', 'errorCode'],
    },
  };

  test.each([
    [{}, [byClientMessageId, byDestination, byBatchId]],
    [{ indexes: 'byBatchId' }, [byBatchId]],
    [{ indexes: 'byDestination,byClientMessageId' }, [byClientMessageId, byDestination]],
    [{ indexes: 'none' }, undefined],
  ])('with %j', (settings, indexes) => {
    const { Properties } = resource(synthesize(settings).template, TYPE, 'TablesReceipts');
    expect(Properties.GlobalSecondaryIndexes).toEqual(indexes);
  });

  test.each([{}, { indexes: 'none' }])('with %j, the set-aside table has one by reason and time', (settings) => {
    const { Properties } = resource(synthesize(settings).template, TYPE, 'TablesSetAside');
    expect(Properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'byReason',
        KeySchema: [
          { AttributeName: 'reason', KeyType: 'HASH' },
          { AttributeName: 'lastReceivedAt', KeyType: 'RANGE' },
        ],
        Projection: {
          ProjectionType: 'INCLUDE',
          NonKeyAttributes: ['problems', 'contentType', 'firstReceivedAt', 'count', 'expiresAt'],
        },
      },
    ]);
  });
});

describe('warm throughput', () => {
  const WARM = { WarmThroughput: { WriteUnitsPerSecond: 12_000 } };
  const receiptsWith = (settings: Record<string, unknown>) =>
    resource(synthesize(settings).template, TYPE, 'TablesReceipts').Properties;

  test('is not set by default', () => {
    expect(JSON.stringify(template.toJSON())).not.toContain('WarmThroughput');
  });

  test('is set for the receipts table and each of its indexes, because a throttled index throttles its table', () => {
    const { GlobalSecondaryIndexes, ...table } = receiptsWith({ warmWriteUnits: '12000' });
    expect(table).toMatchObject(WARM);
    expect(GlobalSecondaryIndexes).toMatchObject(Object.keys(RECEIPTS_TABLE.indexes).map(() => WARM));
  });

  test('is not set for the set-aside table', () => {
    const { template: warm } = synthesize({ warmWriteUnits: '12000' });
    expect(resource(warm, TYPE, 'TablesSetAside').Properties).not.toHaveProperty('WarmThroughput');
  });
});
