import { hasCredential, isEnabled, maskedUrl, scopeText, type Webhook } from '../../eight-by-eight/webhook.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import type { Stack } from '../deployment/stack.ts';
import { printable } from '../terminal/output.ts';
import { type CheckResult, failed, ok } from './check-result.ts';

/** Whether the account still posts its receipts to the stack, with a credential. */
export async function checkAccount(
  api: WebhooksApi,
  { name, callbackUrl }: Stack,
  subAccount: string | undefined,
): Promise<Omit<CheckResult, 'check'>> {
  const webhooks = await api.read();
  const asked = subAccount === undefined ? webhooks : webhooks.filter((webhook) => webhook.subAccountId === subAccount);
  const ours = asked.filter(({ url }) => url === callbackUrl);
  if (ours.length === 0) return failed(notWired(name, asked, subAccount));
  const faults = ours.flatMap((webhook) => [
    ...(isEnabled(webhook) ? [] : [`that of ${scopeText(webhook.subAccountId)} is not enabled`]),
    ...(hasCredential(webhook) ? [] : [`that of ${scopeText(webhook.subAccountId)} has no credential`]),
  ]);
  if (faults.length > 0) return failed(`A webhook posts to the stack, but ${faults.join('; ')}. Run receipts wire.`);
  return ok(
    `${ours.map(({ subAccountId }) => scopeText(subAccountId)).join(', ')}: posts to the stack, enabled, with a credential`,
  );
}

function notWired(name: string, webhooks: readonly Webhook[], subAccount: string | undefined): string {
  const where = subAccount === undefined ? 'the account' : scopeText(subAccount);
  const seen = webhooks.map(({ subAccountId, url }) => `${subAccountId} posts to ${printable(maskedUrl(url))}`);
  const instead = seen.length === 0 ? 'It has none.' : `Instead: ${seen.join('; ')}.`;
  return `No webhook of ${where} posts to the stack ${name}. ${instead} Run receipts wire.`;
}
