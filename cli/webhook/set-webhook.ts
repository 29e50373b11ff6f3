import { hasCredential, isEnabled, maskedUrl, scopeText, type Webhook } from '../../eight-by-eight/webhook.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { CliError } from '../errors.ts';

/** What is set, but for the token. */
export interface Wiring {
  readonly subAccountId: string;
  readonly url: string;
  readonly enabled: boolean;
}

/**
 * Sets the webhook of a sub-account, and reads it back.
 *
 * @throws Failure where it does not read back as it was set
 */
export async function setWebhook(api: WebhooksApi, wiring: Wiring, token: string): Promise<void> {
  await api.set({ ...wiring, httpAuthorization: `Bearer ${token}` });
  const fault = faultOf(await api.read(), wiring);
  if (fault === undefined) return;
  throw new CliError(
    `8x8 took the webhook of ${scopeText(wiring.subAccountId)}, but when read back ${fault}. Run receipts check, and look at it in 8x8 Connect.`,
  );
}

function faultOf(webhooks: readonly Webhook[], { subAccountId, url, enabled }: Wiring): string | undefined {
  const set = webhooks.find((webhook) => webhook.subAccountId === subAccountId && webhook.url === url);
  if (set === undefined) return `there is none that posts to ${maskedUrl(url)}`;
  if (isEnabled(set) !== enabled) return `it is ${enabled ? 'not enabled' : 'enabled'}`;
  return hasCredential(set) ? undefined : 'it has no credential';
}
