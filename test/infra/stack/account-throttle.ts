import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { REGIONS_WITH_LOWER_QUOTA } from '../../../contract/throttle-quota.ts';
import type { SmsReceiptsProps } from '../../../infra/construct/sms-receipts-props.ts';
import { newStack, receiver } from '../support/synthesize.ts';

describe('without a throttle', () => {
  const thresholdOf = (template: Template) =>
    Object.values(template.findResources('AWS::CloudWatch::Alarm'))
      .map(({ Properties }) => Properties)
      .find(({ AlarmName }) => /requests-near-throttle$/.test(AlarmName))?.Threshold;
  const templateIn = (region?: string, props: SmsReceiptsProps = {}) => {
    const stack = newStack(region);
    receiver(stack, 'Receipts', props);
    return Template.fromStack(stack);
  };

  test.each([
    ['eu-west-1', 480_000],
    ['eu-south-1', 120_000],
    ['ap-southeast-3', 120_000],
  ])('in %s the alarm goes off at %i requests a minute, by the quota of an account there', (region, threshold) => {
    expect(thresholdOf(templateIn(region))).toBe(threshold);
  });

  test('a stack without an explicit Region takes the quota of the Region that it is deployed to', () => {
    const template = templateIn();
    const [[condition, isLower] = []] = Object.entries(template.findConditions('*'));
    expect(thresholdOf(template)).toEqual({ 'Fn::If': [condition, 120_000, 480_000] });
    const regions = JSON.stringify(isLower).match(/[a-z]{2}-[a-z]+-\d/g);
    expect(regions).toEqual(REGIONS_WITH_LOWER_QUOTA);
  });

  test('one limit alone has the other from the quota', () => {
    templateIn('eu-south-1', { throttle: { rateLimit: 50 } }).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 1250 },
    });
  });
});
