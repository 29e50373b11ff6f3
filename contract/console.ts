/** Domains of AWS's console by partition. */
export const CONSOLE_DOMAINS = {
  aws: 'console.aws.amazon.com',
  /** https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-Beijing.html */
  'aws-cn': 'console.amazonaws.cn',
  /** https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-differences.html */
  'aws-us-gov': 'console.amazonaws-us-gov.com',
} as const;

/** The domain in a Region. */
export function consoleDomain(region: string): string {
  if (region.startsWith('cn-')) return CONSOLE_DOMAINS['aws-cn'];
  return region.startsWith('us-gov-') ? CONSOLE_DOMAINS['aws-us-gov'] : CONSOLE_DOMAINS.aws;
}
