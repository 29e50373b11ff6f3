import * as v from 'valibot';
import { type VendorApiSettings, vendorApi } from './vendor-api.ts';
import { OldWebhookError, VendorError } from './vendor-error.ts';
import { type NewWebhook, type Webhook, webhookSchema } from './webhook.ts';

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
  /** Deletes a sub-account's webhooks in the old format. */
  removeOld(subAccountId: string): Promise<void>;
}

export interface WebhooksApiSettings extends VendorApiSettings {
  readonly accountId: string;
  /** Host of the API for old webhooks. */
  readonly oldApiUrl: string;
}

/** Path of the API for old webhooks (8x8 Connect documentation, webhook migration guide). */
const OLD_PATH = '/config/v1/webhook';
const OLD_FORMAT = /old format exists/i;

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
        secret: webhook.httpAuthorization,
        explain: (refusal) =>
          refusal.status === 400 && OLD_FORMAT.test(refusal.message)
            ? new OldWebhookError(
                `8x8 has a webhook in its old format, which blocks a new one: "${refusal.message}".`,
                refusal,
              )
            : notFound(refusal),
      });
    },
    remove: async (subAccountId) => {
      await call({ method: 'DELETE', path, body: [{ subAccountId }], explain: notFound });
    },
    removeOld: async (subAccountId) => {
      await callOld({ method: 'DELETE', path: OLD_PATH, body: oldWebhooksOf(subAccountId) });
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

/** The curl command that deletes a sub-account's old webhooks. It reads the API key from the environment. */
export function curlToRemoveOld(oldApiUrl: string, subAccountId: string): string {
  return [
    `curl -X DELETE ${oldApiUrl.replace(/\/$/, '')}${OLD_PATH}`,
    '-H "Authorization: Bearer $EIGHT_BY_EIGHT_API_KEY"',
    "-H 'Content-Type: application/json'",
    `-d '${JSON.stringify(oldWebhooksOf(subAccountId))}'`,
  ].join(' ');
}

function oldWebhooksOf(subAccountId: string): object {
  return [{ subAccountId, type: '*' }];
}
