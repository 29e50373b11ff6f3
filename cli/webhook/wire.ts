import {
  credentialOf,
  isEnabled,
  maskedUrl,
  postsTo,
  RECEIVED_BY_WEBHOOK,
  scopeText,
  type Webhook,
} from '../../eight-by-eight/webhook.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { OldWebhookError } from '../../eight-by-eight/webhooks-api.ts';
import { pluralize, printable } from '../../toolbox/text.ts';
import { readStack, type Stack } from '../deployment/stack.ts';
import { readToken } from '../deployment/token.ts';
import { requireConsent } from '../terminal/ask.ts';
import { print } from '../terminal/output.ts';
import { formatColumns } from '../terminal/table.ts';
import { type ReplaceOldChoice, replaceOld } from './replace-old.ts';
import { defaultPath, type SavedWebhooks, saveWebhooks } from './saved-webhooks.ts';
import { setWebhook } from './set-webhook.ts';

export interface WireOptions extends ReplaceOldChoice {
  readonly stack: string;
  /** File for what is replaced and deleted. Default: a new one in the current folder. */
  readonly save?: string | undefined;
  /** The command line that puts back what is in a file. */
  readonly restoreCommand: (file: string) => string;
}

/** Sets the stack's callback URL and token as the webhook of the account, or of one of its sub-accounts. */
export async function wire(api: WebhooksApi, options: WireOptions): Promise<void> {
  const { stack: name, subAccount, yes, save = defaultPath(subAccount, new Date()), restoreCommand } = options;
  const stack = await readStack(name);
  const token = await readToken(stack);
  const webhooks = await api.read();
  const present = webhooks.find(({ subAccountId }) => subAccountId === subAccount);
  const others = webhooks.filter(({ subAccountId }) => subAccountId !== subAccount).length;
  print(`The webhook of ${scopeText(subAccount)}:\n${differenceText(present, stack.callbackUrl)}`);
  if (others > 0) print(`\nThe account has ${pluralize(others, 'other webhook')}, which will not be changed.`);
  // Without one of its own, a sub-account posts to that of the account
  const former = present ?? webhooks.find(({ subAccountId }) => subAccountId === '*');
  if (former !== undefined && !postsTo(former, stack.callbackUrl)) print(`\n${lossText(former, subAccount, stack)}`);
  await requireConsent(present === undefined ? 'Set it?' : 'Replace it?', yes);
  const replaced = present !== undefined && !postsTo(present, stack.callbackUrl) ? [present] : [];
  let saved: SavedWebhooks = { webhooks: [], oldWebhooks: [] };
  if (replaced.length > 0) await keep({ ...saved, webhooks: replaced });
  const set = () => setWebhook(api, { subAccountId: subAccount, url: stack.callbackUrl, enabled: true }, token);
  await set().catch(async (error: unknown) => {
    if (!(error instanceof OldWebhookError)) throw error;
    await replaceOld(api, error, {
      ...options,
      set,
      keep: (old) => keep({ ...saved, oldWebhooks: [...saved.oldWebhooks, old] }),
    });
  });
  print(
    `\nWired: 8x8 posts the receipts of ${scopeText(subAccount)} to the stack ${name}. Verified by reading it back.`,
  );
  if (saved.webhooks.length > 0) print(`To put back what was replaced: ${restoreCommand(save)}`);

  async function keep(next: SavedWebhooks): Promise<void> {
    await saveWebhooks(save, next);
    const isFirst = saved.webhooks.length + saved.oldWebhooks.length === 0;
    saved = next;
    if (isFirst)
      print(`\nWhat is replaced is in the file ${printable(save)}, without the secrets that 8x8 masks (***).`);
  }
}

/** What the former application no longer receives. */
function lossText(former: Webhook, subAccount: string, { settings }: Stack): string {
  const isForwarded = settings?.otherWebhooks === 'forward';
  return printable<string[]>([
    `Until now, ${maskedUrl(former.url)} received the ${RECEIVED_BY_WEBHOOK} of ${scopeText(subAccount)}.`,
    'It will receive none of them any more: 8x8 posts all of them to the stack, which records the receipts.',
    isForwarded
      ? 'The stack publishes the others on its event bus (otherWebhooks=forward): have a rule send them to that application.'
      : 'The others are only kept in the set-aside table. If that application needs them, deploy with events=new and otherWebhooks=forward first, and have a rule of the event bus send them there (docs/events.md).',
  ]).join('\n');
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
