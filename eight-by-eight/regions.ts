import { apiUrlProblem } from './api-url.ts';
import { VendorError } from './vendor-error.ts';

/** Hosts of the vendor's API by platform region (8x8 Connect documentation). */
const HOSTS = {
  apac: 'https://sms.8x8.com',
  na: 'https://sms.us.8x8.com',
  eu: 'https://sms.8x8.uk',
  id: 'https://sms.8x8.id',
} as const;

export type Region = keyof typeof HOSTS;

export const REGIONS = Object.keys(HOSTS) as Region[];

/** Overrides the host of the region: for tests, and for your own proxy. */
export const API_URL_VARIABLE = 'EIGHT_BY_EIGHT_API_URL';

/** @throws VendorError if the variable must not be used */
export function apiUrlOf(region: Region): string {
  return fromEnvironment(API_URL_VARIABLE) ?? HOSTS[region];
}

/** Overrides the host of the API for old webhooks. */
const OLD_API_URL_VARIABLE = 'EIGHT_BY_EIGHT_OLD_API_URL';

/**
 * Host of the API for webhooks in the old format, for all regions (webhook migration guide).
 *
 * @throws VendorError if the variable must not be used
 */
export function oldApiUrl(): string {
  return fromEnvironment(OLD_API_URL_VARIABLE) ?? 'https://api.wavecell.com';
}

function fromEnvironment(variable: string): string | undefined {
  const url = process.env[variable] || undefined;
  const problem = url === undefined ? undefined : apiUrlProblem(url);
  if (problem !== undefined) throw new VendorError(`${variable} is ${url}: ${problem}.`);
  return url;
}
