import { describe, expect, test } from '@jest/globals';
import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { SmsReceipts } from '../../../infra/construct/sms-receipts.ts';
import { bareApp, fakeBundles } from '../support/synthesize.ts';
import { resource } from '../support/template.ts';

const CERTIFICATE = 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-0000-1111-2222-333344445555';

describe('the record has the name of the domain, and nothing after it,', () => {
  function recordOf(nameAndZone: (stack: Stack) => { readonly name: string; readonly zoneName: string }): unknown {
    const stack = new Stack(bareApp(), 'Messaging');
    const { name, zoneName } = nameAndZone(stack);
    const certificate = Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE);
    const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName });
    new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), domain: { name, certificate, hostedZone } });
    return resource(Template.fromStack(stack), 'AWS::Route53::RecordSet').Properties.Name;
  }
  const parameter = (stack: Stack) => new CfnParameter(stack, 'Parameter').valueAsString;
  const ofParameter = { 'Fn::Join': ['', [{ Ref: 'Parameter' }, '.']] };

  test('where the name of the zone is known at deployment', () => {
    expect(recordOf((stack) => ({ name: 'receipts.example.com', zoneName: parameter(stack) }))).toBe(
      'receipts.example.com.',
    );
  });

  test('where the name of the domain is known at deployment', () => {
    expect(recordOf((stack) => ({ name: parameter(stack), zoneName: 'example.com' }))).toEqual(ofParameter);
  });

  test('where the name of the zone ends in a dot', () => {
    expect(recordOf(() => ({ name: 'receipts.example.com', zoneName: 'example.com.' }))).toBe('receipts.example.com.');
  });
});

describe('refuses', () => {
  function stackWith(name: string, zoneName: string, region: string): void {
    const stack = new Stack(bareApp(), 'Messaging', { env: { region } });
    new SmsReceipts(stack, 'Receipts', {
      bundles: fakeBundles(),
      domain: {
        name,
        certificate: Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE),
        hostedZone: HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName }),
      },
    });
  }

  test('a certificate of another Region', () => {
    expect(() => stackWith('receipts.example.com', 'example.com', 'eu-west-2')).toThrow(
      'domain.certificate is in eu-west-1: must be in eu-west-2, the Region of the stack.',
    );
  });

  test('a name outside the zone', () => {
    expect(() => stackWith('receipts.badexample.com', 'example.com', 'eu-west-1')).toThrow(
      'domain.name is receipts.badexample.com: must be in the hosted zone example.com.',
    );
  });
});
