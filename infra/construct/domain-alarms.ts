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
    impact: `The certificate of the domain expires in less than ${DAYS} days and was not renewed. Then the vendor can no longer post: every receipt is lost.`,
    metric: certificate.metricDaysToExpiry(),
    // ACM reports it about once a day, and no longer when the certificate has expired
    when: { lessThan: DAYS, missing: 'keepsState' },
  });
}
