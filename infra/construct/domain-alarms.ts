import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Alarms } from './alarms.ts';

/**
 * ACM starts to renew a certificate 60 days before it expires, and reports a failure from 45 days on.
 *
 * @see https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-renewal.html
 */
const DAYS = 30;

export function addDomainAlarms(alarms: Alarms, certificate: ICertificate): void {
  alarms.add({
    name: 'certificate-expires',
    severity: 'ticket',
    happens: `The certificate of the domain expires in less than ${DAYS} days and was not renewed.`,
    harm: 'nobody yet. Once it has expired, the vendor can no longer post: every receipt is lost.',
    firstStep: 'look at the renewal status of the certificate in AWS Certificate Manager.',
    metric: certificate.metricDaysToExpiry(),
    // ACM reports it about once a day, and no longer when the certificate has expired
    when: { lessThan: DAYS, missing: 'keepsState' },
  });
}
