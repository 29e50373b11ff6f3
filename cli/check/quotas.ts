import { consoleDomain } from '../../contract/console.ts';

/** Concurrent executions of Lambda that AWS gives an account by default; new accounts have fewer (Lambda quotas). */
export const DEFAULT_CONCURRENCY = 1000;
/** Executions of an account that functions cannot reserve (Lambda, "Configuring reserved concurrency"). */
export const UNRESERVABLE_CONCURRENCY = 100;

/** Pages of the AWS console with details, or to request a higher quota. */
export function consoleLinks(region: string) {
  const console = `https://${region}.${consoleDomain(region)}`;
  const quota = (service: string, code: string) => `${console}/servicequotas/home/services/${service}/quotas/${code}`;
  return {
    concurrencyQuota: quota('lambda', 'L-B99A9384'),
    eventQuota: `${console}/servicequotas/home/services/events/quotas`,
    throttleQuota: quota('apigateway', 'L-8A5B8E43'),
    function: (name: string) => `${console}/lambda/home?region=${region}#/functions/${encodeURIComponent(name)}`,
    table: (name: string) =>
      `${console}/dynamodbv2/home?region=${region}#table?name=${encodeURIComponent(name)}&tab=monitoring`,
  };
}
