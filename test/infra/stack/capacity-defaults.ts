import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { DEFAULTS } from '../../../bench/capacity/settings.ts';
import { REDRIVE } from '../../../bench/capacity/station/fallback-queue.ts';
import { RECEIPTS_TABLE } from '../../../contract/tables.ts';
import { synthesize } from '../support/synthesize.ts';

describe('the simulation has the defaults of a deployment', () => {
  const { template } = synthesize();

  test('for the throttle of the stage: none, so the quota of the account holds', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: Match.absent() });
    expect([DEFAULTS.throttleRate, DEFAULTS.throttleBurst]).toEqual([DEFAULTS.accountRate, DEFAULTS.accountBurst]);
  });

  test('for the redrive', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: REDRIVE.batchSize,
      ScalingConfig: { MaximumConcurrency: DEFAULTS.redriveConcurrency },
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: REDRIVE.visibilityMs / 1000,
      RedrivePolicy: { maxReceiveCount: REDRIVE.maxReceives },
    });
  });

  test('for the indexes', () => {
    expect(DEFAULTS.indexes).toEqual(Object.keys(RECEIPTS_TABLE.indexes));
  });
});
