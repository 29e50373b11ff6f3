import { scopeText } from '../../eight-by-eight/webhook.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { readStack } from '../deployment/stack.ts';
import { readToken } from '../deployment/token.ts';
import { requireConsent } from '../terminal/ask.ts';
import { pluralize, print } from '../terminal/output.ts';
import { differenceText } from './difference.ts';
import { setWebhook } from './set-webhook.ts';

export interface WireOptions {
  readonly stack: string;
  readonly subAccount: string;
  readonly yes?: boolean | undefined;
}

/** Sets the stack's callback URL and token as the webhook of the account, or of one of its sub-accounts. */
export async function wire(api: WebhooksApi, { stack: name, subAccount, yes }: WireOptions): Promise<void> {
  const stack = await readStack(name);
  const token = await readToken(stack);
  const webhooks = await api.read();
  const present = webhooks.find(({ subAccountId }) => subAccountId === subAccount);
  const others = webhooks.filter(({ subAccountId }) => subAccountId !== subAccount).length;
  print(`The webhook of ${scopeText(subAccount)}:\n${differenceText(present, stack.callbackUrl)}`);
  if (others > 0) print(`\nThe account has ${pluralize(others, 'other webhook')}, which stay as they are.`);
  await requireConsent(present === undefined ? 'Set it?' : 'Replace it?', yes);
  await setWebhook(api, { subAccountId: subAccount, url: stack.callbackUrl, enabled: true }, token);
  print(`\nWired: 8x8 posts the receipts of ${scopeText(subAccount)} to the stack ${name}. It was read back.`);
}
