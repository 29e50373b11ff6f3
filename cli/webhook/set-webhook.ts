import { credentialOf, isEnabled, maskedUrl, scopeText, type Webhook } from '../../eight-by-eight/webhook.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { toolName } from '../../toolbox/command-line.ts';
import { CliError } from '../../toolbox/errors.ts';
import { printable } from '../../toolbox/text.ts';

/** A webhook to set, without the token. */
export interface Wiring {
  readonly subAccountId: string;
  readonly url: string;
  readonly enabled: boolean;
}

/**
 * Sets the webhook of a sub-account, and reads it back.
 *
 * @throws CliError if the webhook differs when it is read back
 */
export async function setWebhook(api: WebhooksApi, wiring: Wiring, token: string): Promise<void> {
  await api.set({ ...wiring, httpAuthorization: `Bearer ${token}` });
  await verifyWebhook(api, wiring, CREDENTIAL_DIFFERENCES);
}

const CREDENTIAL_DIFFERENCES = {
  header: undefined,
  url: undefined,
  oauth: 'it uses OAuth',
  none: 'it has no credential',
} as const;

/**
 * Reads a webhook back after it was set.
 *
 * @param credentialDifferences - what is wrong with each kind of credential. Default: nothing
 * @throws CliError if the webhook differs
 */
export async function verifyWebhook(
  api: WebhooksApi,
  wiring: Wiring,
  credentialDifferences: Partial<Readonly<Record<ReturnType<typeof credentialOf>, string | undefined>>> = {},
): Promise<void> {
  const difference = differenceOf(await api.read(), wiring, credentialDifferences);
  if (difference === undefined) return;
  throw new CliError(
    printable(
      `8x8 accepted the webhook of ${scopeText(wiring.subAccountId)}, but when read back ${difference}. Run ${toolName()} check, and look at it in 8x8 Connect.`,
    ),
  );
}

function differenceOf(
  webhooks: readonly Webhook[],
  { subAccountId, url, enabled }: Wiring,
  credentialDifferences: Partial<Readonly<Record<ReturnType<typeof credentialOf>, string | undefined>>>,
): string | undefined {
  const set = webhooks.find((webhook) => webhook.subAccountId === subAccountId && webhook.url === url);
  if (set === undefined) return `there is none that posts to ${maskedUrl(url)}`;
  if (isEnabled(set) !== enabled) return `it is ${enabled ? 'not enabled' : 'enabled'}`;
  return credentialDifferences[credentialOf(set)];
}
