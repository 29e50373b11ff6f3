import * as v from 'valibot';
import { VendorError } from './vendor-error.ts';
import { type NewWebhook, type Webhook, webhookSchema } from './webhook.ts';

/** The vendor's webhooks configuration API, for one account. */
export interface WebhooksApi {
  /** @throws Failure in words for the user, as all of these */
  read(): Promise<Webhook[]>;
  /** Creates the webhook of a sub-account, or replaces it. */
  set(webhook: NewWebhook): Promise<void>;
  remove(subAccountId: string): Promise<void>;
}

export interface ApiSettings {
  /** Such as `https://sms.8x8.com`. */
  readonly url: string;
  /** Secret. */
  readonly apiKey: string;
  readonly accountId: string;
}

const TIMEOUT_MS = 20_000;
const OLD_FORMAT = /old format exists/i;

const problemSchema = v.object({ message: v.nullish(v.string()), errorId: v.nullish(v.string()) });

export function webhooksApi({ url, apiKey, accountId }: ApiSettings): WebhooksApi {
  const resource = `${url.replace(/\/$/, '')}/api/v1/accounts/${accountId}/webhooks`;
  return {
    read: async () => {
      const webhooks = v.safeParse(v.array(webhookSchema), await call('GET'));
      if (!webhooks.success)
        throw new VendorError(`${resource} did not answer with a list of webhooks. Check that it is the API of 8x8.`);
      return webhooks.output;
    },
    set: async (webhook) => void (await call('POST', [webhook], webhook.httpAuthorization)),
    remove: async (subAccountId) => void (await call('DELETE', [{ subAccountId }])),
  };

  async function call(method: string, body?: unknown, secret?: string): Promise<unknown> {
    const response = await fetch(resource, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // The key goes to nobody else
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new VendorError(`${resource} does not answer (${reasonOf(error)}). Check the address and the network.`);
    });
    const text = await response.text();
    if (response.ok) return text === '' ? undefined : parsed(text);
    const problem = v.safeParse(problemSchema, parsed(text));
    const { message, errorId } = problem.success ? problem.output : {};
    throw refusal(response.status, withoutSecrets((message ?? 'no reason given').slice(0, 500), secret), errorId);
  }

  /** The vendor might quote what it was sent. */
  function withoutSecrets(text: string, secret = apiKey): string {
    const token = secret.replace(/^Bearer /, '');
    return text.replaceAll(apiKey, '***').replaceAll(secret, '***').replaceAll(token, '***');
  }

  function refusal(status: number, message: string, errorId: string | null | undefined): VendorError {
    if (status === 401) {
      return new VendorError(
        '8x8 does not accept the API key (401). Check EIGHT_BY_EIGHT_API_KEY, the account (--account) and its region (--region).',
      );
    }
    if (status === 404) {
      return new VendorError(`Account ${accountId} was not found in this region (404). Check --account and --region.`);
    }
    if (status === 400 && OLD_FORMAT.test(message)) {
      return new VendorError(
        `8x8 has a webhook in its old format, which blocks a new one: "${message}". Nothing was changed. ` +
          'Note its address, remove it in 8x8 Connect or have 8x8 support remove it, and run this again at once: without a webhook, receipts are not sent.',
      );
    }
    return new VendorError(
      `8x8 refuses (${status}): ${message}${errorId ? ` (error id ${errorId.slice(0, 60)})` : ''}`,
    );
  }
}

/** Node hides the code of a failed connection in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
