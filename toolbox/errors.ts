import { connectionProblem } from '../eight-by-eight/connection-problem.ts';
import { VendorError } from '../eight-by-eight/vendor-error.ts';
import { NotStorableError, StoreUnavailableError } from '../lambda/store/errors.ts';
import { printable } from './text.ts';

/** An error with a message for the user: what was wrong, where, and what to do. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
  readonly exitCode: number = 1;
}

/** The command line is wrong in a way that only the command can check. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
  override readonly exitCode = 2;
}

/** The user pressed Ctrl-C, and the command has cleaned up. */
export class InterruptedError extends CliError {
  override readonly name = 'InterruptedError';
  /** The exit code of shells for Ctrl-C. */
  override readonly exitCode = 130;
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
const ACCESS_DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
]);
const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TooManyRequestsException',
]);
/** Reasons for a missing connection, by the error code of Node.js. */
const NO_CONNECTION: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is unknown',
  EAI_AGAIN: 'the name cannot be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
};
const LOST_CONNECTION: Readonly<Record<string, string>> = {
  ECONNRESET: 'the connection was closed',
  ETIMEDOUT: 'there was no answer in time',
  // Of undici, which posts and which asks through a proxy
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'there was no answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'there was no answer in time',
};

/** Whether AWS refused a request because a permission is missing. */
export function isAccessDenied(error: unknown): boolean {
  return error instanceof Error && ACCESS_DENIED.has(error.name);
}

/** The reason why no connection can be made; undefined for other errors. */
export function noConnectionReason(error: unknown): string | undefined {
  return NO_CONNECTION[codeOf(error)];
}

/** Describes an error for the user. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CliError) return error.message;
  if (error instanceof VendorError) return printable(error.message);
  if (error instanceof StoreUnavailableError || error instanceof NotStorableError) {
    // The store's error has AWS's error as its cause
    if (error.cause !== undefined) return describeError(error.cause);
  }
  const problem = connectionProblem(error);
  if (problem !== undefined) return `No connection${addressOf(error)}: ${problem}`;
  const reason = NO_CONNECTION[codeOf(error)] ?? LOST_CONNECTION[codeOf(error)];
  if (reason !== undefined) return `No connection${addressOf(error)}: ${reason}. Check the address and the network.`;
  const message = printable(error.message);
  if (NOT_ACCEPTED.has(error.name)) {
    return `AWS does not accept the credentials (${error.name}). Log in again, or choose others with --profile.`;
  }
  if (ACCESS_DENIED.has(error.name)) return `AWS does not permit it: ${message}`;
  if (THROTTLED.has(error.name)) return `AWS limits the rate of requests (${error.name}). Try again in a minute.`;
  if (error.name === 'ResourceNotFoundException') {
    return `AWS does not have what the stack names: ${message}. Check the Region (--region), or deploy the stack again.`;
  }
  if (/^Region (is missing|not accepted)/.test(error.message)) return noRegion();
  if (error.name === 'TimeoutError') return 'There was no answer in time. Check the network, and try again.';
  return `Unexpected error: ${message} (${error.name}).`;
}

function noRegion(): string {
  const { AWS_PROFILE } = process.env;
  const profile = AWS_PROFILE ? `, and the profile ${printable(AWS_PROFILE)} names none or does not exist` : '';
  return `No AWS Region is set${profile}. Set it with --region, such as --region eu-west-1.`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Errors of Node.js have the address of the connection or the unknown host. An AggregateError has several. */
function addressOf(error: Error): string {
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const { address, port, hostname } = first as { address?: string; port?: number; hostname?: string };
  if (address !== undefined && port !== undefined) return ` to ${address}:${port}`;
  return hostname === undefined ? '' : ` to ${printable(hostname)}`;
}
