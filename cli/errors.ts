import { VendorError } from '../eight-by-eight/vendor-error.ts';
import { printable } from './terminal/output.ts';

/** An error whose message is written for the user: what was wrong, where, and what to do. */
export class CliError extends Error {
  override readonly name = 'Failure';
}

const NOT_ACCEPTED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'TokenProviderError',
  'UnrecognizedClientException',
]);
const REFUSED = new Set(['AccessDenied', 'AccessDeniedException', 'AuthorizationError', 'AuthorizationErrorException']);
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** An error in words for a user. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CliError) return error.message;
  if (error instanceof VendorError) return printable(error.message);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error.name === 'CredentialsProviderError') {
    return 'No AWS credentials were found. Log in (aws sso login, aws configure), or choose a profile with AWS_PROFILE.';
  }
  if (NOT_ACCEPTED.has(error.name)) {
    return `AWS does not accept the credentials (${error.name}). Log in again, or choose others with AWS_PROFILE.`;
  }
  if (REFUSED.has(error.name)) return `AWS does not permit it: ${error.message}`;
  if (/^Region (is missing|not accepted)/.test(error.message))
    return 'No AWS region is set. Set AWS_REGION, such as AWS_REGION=eu-west-1.';
  if (NO_CONNECTION.has(code)) return `No connection: ${error.message || code}. Check the address and the network.`;
  if (error.name === 'TimeoutError') return 'There was no answer in time. Check the network, and try again.';
  return `${error.name}: ${error.message}`;
}
