import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ValidationIssue } from '../../contract/set-aside-item.ts';
import type { Outcome } from '../receipt/merge.ts';

export type Response = APIGatewayProxyStructuredResultV2 & { readonly statusCode: number };

/** Seconds after which a caller may retry a 503. */
const RETRY_AFTER_SECONDS = 10;

/** The receipt is in the message's item. */
export function recorded(outcome: Outcome, umid: string): Response {
  return json(200, { outcome, umid });
}

/** The body is not a delivery receipt for SMS and is in the set-aside table. Another post would not change that. */
export function setAside(): Response {
  return json(202, { outcome: 'set_aside' });
}

/** The body is in the fallback queue and will be recorded from there. */
export function queued(): Response {
  return json(202, { outcome: 'queued' });
}

export function invalid(issues: readonly ValidationIssue[]): Response {
  return problem(400, 'Not a valid delivery receipt', 'Every issue is listed in errors. The body was set aside.', {
    errors: issues,
  });
}

export function unauthenticated(): Response {
  return problem(
    401,
    'Unauthorized',
    'Send the token as "Authorization: Bearer <token>", as the password of "Authorization: Basic", or as the query parameter "token".',
    {},
    { 'www-authenticate': 'Bearer realm="receipts", Basic realm="receipts"' },
  );
}

export function sourceRefused(): Response {
  return problem(403, 'Forbidden', 'The source address of the request is not in the configured list.');
}

export function tooLarge(limitBytes: number): Response {
  return problem(413, 'Content Too Large', `The body must not be longer than ${limitBytes} bytes.`);
}

export function unsupportedContentType(): Response {
  return problem(
    415,
    'Unsupported Media Type',
    'Send the body as application/json, application/xml or text/xml, in UTF-8, with no Content-Encoding or with gzip, deflate or br. The body was set aside.',
  );
}

export function unavailable(): Response {
  return problem(
    503,
    'Service Unavailable',
    'The receipt could not be kept. Send it again.',
    {},
    { 'retry-after': String(RETRY_AFTER_SECONDS) },
  );
}

/** A problem document (RFC 9457). */
function problem(
  status: number,
  title: string,
  detail: string,
  members: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Response {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({ type: 'about:blank', title, status, detail, ...members }),
  };
}

function json(statusCode: number, body: unknown): Response {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
