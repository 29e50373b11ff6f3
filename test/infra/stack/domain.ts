import { expect, test } from '@jest/globals';
import { CfnParameter, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { PAGE_AT_DOMAIN } from '../support/sample-settings.ts';
import { newStack, receiver } from '../support/synthesize.ts';
import { resource } from '../support/template.ts';

const parameter = (stack: Stack) => new CfnParameter(stack, 'Parameter').valueAsString;

test.each<[string, (stack: Stack) => { name: string; zoneName: string }, unknown]>([
  [
    'the name of the zone is known at deployment',
    (stack) => ({ name: 'receipts.example.com', zoneName: parameter(stack) }),
    'receipts.example.com.',
  ],
  [
    'the name of the domain is known at deployment',
    (stack) => ({ name: parameter(stack), zoneName: 'example.com' }),
    { 'Fn::Join': ['', [{ Ref: 'Parameter' }, '.']] },
  ],
  [
    'the name of the zone ends in a dot',
    () => ({ name: 'receipts.example.com', zoneName: 'example.com.' }),
    'receipts.example.com.',
  ],
])('the record has the name of the domain, and nothing after it, where %s', (_, namesIn, record) => {
  const stack = newStack();
  const { name, zoneName } = namesIn(stack);
  const certificate = Certificate.fromCertificateArn(stack, 'Certificate', PAGE_AT_DOMAIN.pageCertificateArn);
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName });
  receiver(stack, 'Receipts', { domain: { name, certificate, hostedZone } });
  expect(resource(Template.fromStack(stack), 'AWS::Route53::RecordSet').Properties.Name).toEqual(record);
});
