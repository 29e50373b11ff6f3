import { maskedUrl, postsTo, RECEIVED_BY_WEBHOOK, scopeText } from '../../eight-by-eight/webhook.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { CliError } from '../../toolbox/errors.ts';
import { printable } from '../../toolbox/text.ts';
import { readStack } from '../deployment/stack.ts';
import { requireConsent } from '../terminal/ask.ts';
import { print } from '../terminal/output.ts';
import type { WireOptions } from './wire.ts';

/** Removes the webhook if it posts to the stack. */
export async function unwire(
  api: WebhooksApi,
  { stack: name, subAccount, yes }: Pick<WireOptions, 'stack' | 'subAccount' | 'yes'>,
): Promise<void> {
  const { callbackUrl } = await readStack(name);
  const present = (await api.read()).find(({ subAccountId }) => subAccountId === subAccount);
  if (present === undefined) {
    print(`There is no webhook of ${scopeText(subAccount)}. Nothing was changed.`);
    return;
  }
  if (!postsTo(present, callbackUrl)) {
    throw new CliError(
      `The webhook of ${scopeText(subAccount)} posts to ${printable(maskedUrl(present.url))}, not to the stack ${name}. Nothing was changed.`,
    );
  }
  print(`The webhook of ${scopeText(subAccount)} posts to ${printable(maskedUrl(present.url))}.`);
  await requireConsent(`Remove it? Without a webhook, ${RECEIVED_BY_WEBHOOK} are lost.`, yes);
  await api.remove(subAccount);
  if ((await api.read()).some((webhook) => webhook.subAccountId === subAccount && postsTo(webhook, callbackUrl))) {
    throw new CliError(
      '8x8 accepted the request, but the webhook is still there when read back. Remove it in 8x8 Connect.',
    );
  }
  print('Unwired: the webhook is gone. Verified by reading it back.');
}
