import { oldApiUrl } from '../../eight-by-eight/regions.ts';
import { OldWebhookError } from '../../eight-by-eight/vendor-error.ts';
import { credentialOf, isEnabled, maskedUrl, scopeText, type Webhook } from '../../eight-by-eight/webhook.ts';
import { curlToRemoveOld, type WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { readStack } from '../deployment/stack.ts';
import { readToken } from '../deployment/token.ts';
import { requireConsent } from '../terminal/ask.ts';
import { CliError, describeError } from '../terminal/errors.ts';
import { pluralize, print, printable, printError } from '../terminal/output.ts';
import { formatColumns } from '../terminal/table.ts';
import { setWebhook } from './set-webhook.ts';

export interface WireOptions {
  readonly stack: string;
  readonly subAccount: string;
  readonly yes?: boolean | undefined;
  /** Whether to delete a webhook in the old format that blocks the new one. */
  readonly replaceOld?: boolean | undefined;
  /** The command line to repeat the wiring. */
  readonly again: string;
}

/** Sets the stack's callback URL and token as the webhook of the account, or of one of its sub-accounts. */
export async function wire(api: WebhooksApi, options: WireOptions): Promise<void> {
  const { stack: name, subAccount, yes } = options;
  const stack = await readStack(name);
  const token = await readToken(stack);
  const webhooks = await api.read();
  const present = webhooks.find(({ subAccountId }) => subAccountId === subAccount);
  const others = webhooks.filter(({ subAccountId }) => subAccountId !== subAccount).length;
  print(`The webhook of ${scopeText(subAccount)}:\n${differenceText(present, stack.callbackUrl)}`);
  if (others > 0) print(`\nThe account has ${pluralize(others, 'other webhook')}, which will not be changed.`);
  await requireConsent(present === undefined ? 'Set it?' : 'Replace it?', yes);
  const set = () => setWebhook(api, { subAccountId: subAccount, url: stack.callbackUrl, enabled: true }, token);
  await set().catch(async (error: unknown) => {
    if (!(error instanceof OldWebhookError)) throw error;
    await replaceOld(api, error, options, set);
  });
  print(
    `\nWired: 8x8 posts the receipts of ${scopeText(subAccount)} to the stack ${name}. Verified by reading it back.`,
  );
}

async function replaceOld(
  api: WebhooksApi,
  refusal: OldWebhookError,
  { subAccount, yes, replaceOld: isWanted, again }: WireOptions,
  set: () => Promise<void>,
): Promise<void> {
  if (!isWanted) {
    throw new CliError(`${printable(refusal.message)} Nothing was changed.
Run the command again with --replace-old, which deletes the old webhook and sets the new one. Or delete it yourself, and run the
command again at once: between the two, 8x8 sends no receipts. If the old webhook belongs to one sub-account, name that.

  ${curlToRemoveOld(oldApiUrl(), subAccount)}`);
  }
  printError(printable(refusal.message));
  await requireConsent('Delete the webhook in the old format? 8x8 sends no receipts until the new one is set.', yes);
  await api.removeOld(subAccount);
  await set().catch((error: unknown) => {
    throw new CliError(
      `The old webhook is deleted, but the new one is not set: 8x8 sends no receipts. Run this at once: ${again}. The reason: ${describeError(error)}`,
    );
  });
}

/** The current webhook and the new one, side by side. */
function differenceText(present: Webhook | undefined, url: string): string {
  const newUrl = printable(maskedUrl(url));
  if (present === undefined) {
    return formatColumns([
      ['', 'current', 'new'],
      ['webhook', 'none', newUrl],
    ]);
  }
  const credentials = {
    header: 'a fixed Authorization header',
    url: 'a token in the URL',
    oauth: 'OAuth',
    none: 'none',
  } as const;
  return formatColumns([
    ['', 'current', 'new'],
    ['url', printable(maskedUrl(present.url)), newUrl],
    ['enabled', isEnabled(present) ? 'yes' : 'no', 'yes'],
    // 8x8 masks the credential, so it cannot be compared with the stack's token
    ['credential', credentials[credentialOf(present)], 'the token of the stack'],
  ]);
}
