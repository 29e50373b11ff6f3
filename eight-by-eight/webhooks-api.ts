import * as v from 'valibot';
import { type Refusal, type VendorApiSettings, vendorApi } from './vendor-api.ts';
import { VendorError } from './vendor-error.ts';
import {
  maskedUrl,
  type NewWebhook,
  type OldWebhook,
  type OldWebhookKey,
  type Webhook,
  webhookSchema,
} from './webhook.ts';

/** A webhook in the old format blocks the new one. */
export class OldWebhookError extends VendorError {
  override readonly name = 'OldWebhookError';
  /** The webhook that the vendor names; undefined if it names none. */
  readonly webhook: OldWebhook | undefined;

  constructor({ status, code, message }: Refusal, webhook: OldWebhook | undefined) {
    const quoted = webhook === undefined ? message : message.replaceAll(webhook.url, maskedUrl(webhook.url));
    super(`8x8 has a webhook in its old format, which blocks a new one: "${quoted}".`, { status, code });
    this.webhook = webhook;
  }
}

/** The vendor's webhooks configuration API, for one account. Every error is a VendorError with a message for the user. */
export interface WebhooksApi {
  read(): Promise<Webhook[]>;
  /**
   * Creates the webhook of a sub-account, or replaces it.
   *
   * @throws OldWebhookError if a webhook in the old format blocks it
   */
  set(webhook: NewWebhook): Promise<void>;
  remove(subAccountId: string): Promise<void>;
  /** Deletes webhooks in the old format. */
  removeOld(webhook: OldWebhookKey): Promise<void>;
}

export interface WebhooksApiSettings extends VendorApiSettings {
  readonly accountId: string;
  /** Host of the API for old webhooks. */
  readonly oldApiUrl: string;
}

/** Path of the API for old webhooks (8x8 Connect documentation, webhook migration guide). */
const OLD_PATH = '/config/v1/webhook';
const OLD_FORMAT = /old format exists/i;
/** In the example of the guide: `Type = MO, SubAccountId: Acme_hq, Version = V1, Url = http://example.com`. */
const OLD_DETAILS = /\bType\s*[=:]\s*([\w*.-]+),\s*SubAccountId\s*[=:]\s*([\w.&*-]+),.*\bUrl\s*[=:]\s*(\S+)/i;

export function webhooksApi({ accountId, oldApiUrl, ...settings }: WebhooksApiSettings): WebhooksApi {
  const call = vendorApi(settings);
  const callOld = vendorApi({ ...settings, url: oldApiUrl });
  const path = `/api/v1/accounts/${accountId}/webhooks`;
  return {
    read: async () => {
      const webhooks = v.safeParse(v.array(webhookSchema), await call({ method: 'GET', path, explain: notFound }));
      if (webhooks.success) return webhooks.output;
      throw new VendorError(
        `${settings.url}${path} did not answer with a list of webhooks. Check that it is the API of 8x8.`,
      );
    },
    set: async (webhook) => {
      await call({
        method: 'POST',
        path,
        body: [webhook],
        ...(webhook.httpAuthorization !== undefined && { secret: webhook.httpAuthorization }),
        explain: (refusal) =>
          refusal.status === 400 && OLD_FORMAT.test(refusal.message)
            ? new OldWebhookError(refusal, oldWebhookIn(refusal.message))
            : notFound(refusal),
      });
    },
    remove: async (subAccountId) => {
      await call({ method: 'DELETE', path, body: [{ subAccountId }], explain: notFound });
    },
    removeOld: async ({ subAccountId, type }) => {
      await callOld({ method: 'DELETE', path: OLD_PATH, body: [{ subAccountId, type }] });
    },
  };

  function notFound({ status }: { status: number }): VendorError | undefined {
    if (status !== 404) return undefined;
    return new VendorError(
      `Account ${accountId} was not found in this region (404). Check --account and --vendor-region.`,
      {
        status,
      },
    );
  }
}

/** The curl command that deletes webhooks in the old format. It reads the API key from the environment. */
export function curlToRemoveOld(oldApiUrl: string, { subAccountId, type }: OldWebhookKey): string {
  return [
    `curl -X DELETE ${oldApiUrl.replace(/\/$/, '')}${OLD_PATH}`,
    '-H "Authorization: Bearer $EIGHT_BY_EIGHT_API_KEY"',
    "-H 'Content-Type: application/json'",
    `-d '${JSON.stringify([{ subAccountId, type }])}'`,
  ].join(' ');
}

function oldWebhookIn(message: string): OldWebhook | undefined {
  const [, type, subAccountId, url] = OLD_DETAILS.exec(message) ?? [];
  return type && subAccountId && url ? { subAccountId, type, url } : undefined;
}
