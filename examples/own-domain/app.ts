import { App, Stack } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
// In an app of your own: from 'sms-delivery-receipts'
import { addOutputs, SmsReceipts } from '../../infra/construct/index.ts';

/** A callback URL at a domain of your own, which stays when the stack is rebuilt. Its zone is in Route 53. */
const app = new App();
const { domainName, hostedZoneId, zoneName } = app.node.getAllContext();
if ([domainName, hostedZoneId, zoneName].includes(undefined)) {
  throw new Error(
    'Set -c domainName, and -c hostedZoneId and -c zoneName to the id and the name of its zone in Route 53.',
  );
}
const stack = new Stack(app, 'OwnDomainExample');

const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId, zoneName });
const certificate = new Certificate(stack, 'Certificate', {
  domainName,
  validation: CertificateValidation.fromDns(hostedZone),
});
const receipts = new SmsReceipts(stack, 'Receipts', { domain: { name: domainName, certificate, hostedZone } });
addOutputs(receipts);
