import * as v from 'valibot';
import { connectionProblem } from './connection-problem.ts';
import { VendorError } from './vendor-error.ts';

export interface VendorApiSettings {
  /** Such as `https://sms.8x8.com`. */
  readonly url: string;
  /** Secret. */
  readonly apiKey: string;
}

interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path on the host, such as `/api/v1/accounts/…`. */
  readonly path: string;
  readonly body?: unknown;
  /** Another secret in the request, which the vendor might quote in an error. */
  readonly secret?: string;
  /** Returns a more specific error for a refusal; undefined for the default error. */
  readonly explain?: (refusal: Refusal) => VendorError | undefined;
}

/** The vendor's refusal of a request. */
export interface Refusal {
  readonly status: number;
  /** The vendor's message without the secrets of the request. */
  readonly message: string;
  /** The vendor's own code. */
  readonly code: number | undefined;
  /** Seconds to wait, if the vendor names them. */
  readonly retryAfter: number | undefined;
}

/** Sends a request with the API key. Returns the JSON of the answer; undefined if there is none. */
export type VendorCall = (request: VendorRequest) => Promise<unknown>;

const TIMEOUT_MS = 20_000;
const MAX_QUOTE_LENGTH = 500;

const problemSchema = v.object({
  message: v.nullish(v.string()),
  code: v.nullish(v.number()),
  errorId: v.nullish(v.string()),
});

/** The vendor's API. Every error is a {@link VendorError} with a message for the user, without secrets. */
export function vendorApi({ url, apiKey }: VendorApiSettings): VendorCall {
  const host = url.replace(/\/$/, '');
  return async ({ method, path, body, secret, explain }) => {
    const resource = `${host}${path}`;
    const { response, text } = await answerOf(resource, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // Only this host may get the key
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      const problem = connectionProblem(error);
      if (problem !== undefined) throw new VendorError(`No connection to ${resource}: ${problem}`);
      throw new VendorError(
        `${resource} does not answer (${connectionError(error)}). Check the address and the network.`,
      );
    });
    if (response.ok) return text === '' ? undefined : parseJson(text);
    const problem = v.safeParse(problemSchema, parseJson(text));
    const { message, code, errorId } = problem.success ? problem.output : {};
    const { status } = response;
    const refusal = {
      status,
      // In this order, because a part of a secret would not be found
      message: withoutSecrets(message ?? 'no reason given', [apiKey, secret]).slice(0, MAX_QUOTE_LENGTH),
      code: code ?? undefined,
      retryAfter: Number(response.headers.get('retry-after')) || undefined,
    };
    throw explain?.(refusal) ?? defaultError(refusal, errorId);
  };
}

/** The connection may also break in the middle of the answer. */
async function answerOf(resource: string, request: RequestInit): Promise<{ response: Response; text: string }> {
  const response = await fetch(resource, request);
  return { response, text: await response.text() };
}

function defaultError({ status, message, code }: Refusal, errorId: string | null | undefined): VendorError {
  const words: Readonly<Record<number, string>> = {
    401: '8x8 does not accept the API key (401). Check EIGHT_BY_EIGHT_API_KEY, the account (--account) and its region (--vendor-region). A key can be limited to source addresses in 8x8 Connect: check that this machine is one of them.',
    403: `8x8 refuses the API key (403): ${message}. Check its rights in 8x8 Connect. A key can be limited to source addresses there: check that this machine is one of them.`,
    429: '8x8 limits the rate of requests (429). Try again in a minute.',
  };
  const id = errorId ? ` (error id ${errorId.slice(0, 60)})` : '';
  return new VendorError(words[status] ?? `8x8 refuses (${status}): ${message}${id}`, { status, code });
}

/** The vendor might quote what it received. */
function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  return secrets
    .flatMap((secret) => (secret ? [secret, secret.replace(/^Bearer /, '')] : []))
    .reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}

/** Node.js hides the code of a failed connection in the cause. */
function connectionError(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
