import {
  isEnabled,
  maskedUrl,
  type NewWebhook,
  postsTo,
  SECRET_MASK,
  scopeText,
  type Webhook,
} from '../../eight-by-eight/webhook.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { CliError } from '../../toolbox/errors.ts';
import { printable } from '../../toolbox/text.ts';
import { readStack } from '../deployment/stack.ts';
import { askSecret, requireConsent } from '../terminal/ask.ts';
import { print, printError } from '../terminal/output.ts';
import { readSavedWebhooks } from './saved-webhooks.ts';
import { verifyWebhook } from './set-webhook.ts';

/** The secret of a webhook, which its file has not. */
export const OLD_SECRET_VARIABLE = 'EIGHT_BY_EIGHT_OLD_SECRET';

export interface RestoreOptions {
  readonly stack: string;
  readonly yes?: boolean | undefined;
  /** A file that `wire` wrote. */
  readonly restore: string;
}

/** Puts back the webhooks that `wire` replaced, if those of the stack are in their place. */
export async function restoreWebhooks(api: WebhooksApi, { stack, yes, restore }: RestoreOptions): Promise<void> {
  const { callbackUrl } = await readStack(stack);
  const { webhooks, oldWebhooks } = await readSavedWebhooks(restore);
  for (const { type, subAccountId, url } of oldWebhooks) {
    printError(
      printable(
        `8x8 documents no call that creates a webhook in the old format. Ask its support for: type ${type}, ${scopeText(subAccountId)}, ${maskedUrl(url)}.`,
      ),
    );
  }
  const all = await api.read();
  for (const webhook of webhooks) {
    const scope = printable(scopeText(webhook.subAccountId));
    const url = printable(maskedUrl(webhook.url));
    const present = all.find(({ subAccountId }) => subAccountId === webhook.subAccountId);
    if (present !== undefined && !postsTo(present, callbackUrl)) {
      throw new CliError(
        `The webhook of ${scope} posts to ${printable(maskedUrl(present.url))}, not to the stack ${stack}. It was not changed.`,
      );
    }
    print(`The webhook of ${scope} will post to ${url}, as before, and no longer to the stack ${stack}.`);
    await requireConsent('Put it back? The stack gets no more receipts of it.', yes);
    await api.set(await withSecret(webhook));
    await verifyWebhook(api, { ...webhook, enabled: isEnabled(webhook) });
    print(`Put back: ${scope} posts to ${url}. Verified by reading it back.`);
  }
  if (webhooks.length === 0) throw new CliError('The file has no webhook that can be put back. Nothing was changed.');
}

/** 8x8 masks secrets, so only the user has them. */
async function withSecret({ subAccountId, url, httpAuthorization, oauth, ...rest }: Webhook): Promise<NewWebhook> {
  const ask = (what: string) =>
    askSecret(`${what} of the webhook that posts to ${printable(maskedUrl(url))}`, OLD_SECRET_VARIABLE);
  const secretOf = async (text: unknown, what: string) =>
    text === SECRET_MASK ? process.env[OLD_SECRET_VARIABLE]?.trim() || (await ask(what)) : text;
  const header = httpAuthorization && (await secretOf(httpAuthorization, 'The Authorization header'));
  return {
    subAccountId,
    url,
    enabled: isEnabled({ subAccountId, url, ...rest }),
    ...(typeof header === 'string' && header !== '' && { httpAuthorization: header }),
    ...(oauth && { oauth: { ...oauth, clientSecret: await secretOf(oauth.clientSecret, 'The client secret') } }),
  };
}
