import { oldApiUrl } from '../../eight-by-eight/regions.ts';
import {
  maskedUrl,
  type OldWebhook,
  type OldWebhookKey,
  RECEIVED_BY_WEBHOOK,
  scopeText,
} from '../../eight-by-eight/webhook.ts';
import { curlToRemoveOld, OldWebhookError, type WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { CliError, describeError } from '../../toolbox/errors.ts';
import { printable } from '../../toolbox/text.ts';
import { requireConsent } from '../terminal/ask.ts';
import { printError } from '../terminal/output.ts';

/** What the command line says about it. */
export interface ReplaceOldChoice {
  readonly subAccount: string;
  readonly yes?: boolean | undefined;
  /** Whether to delete the webhooks in the old format that block the new one: those that 8x8 names, or all. */
  readonly replaceOld?: true | 'all' | undefined;
  /** The command line to repeat the wiring. */
  readonly again: string;
}

export interface ReplaceOldOptions extends ReplaceOldChoice {
  /** Sets the new webhook. */
  readonly set: () => Promise<void>;
  /** Keeps a webhook in a file before it is deleted. */
  readonly keep: (webhook: OldWebhook) => Promise<void>;
}

/** More than a sub-account can have. An account with many sub-accounts may need `--replace-old` again. */
const MAX_DELETIONS = 20;

/**
 * Deletes what 8x8 names as the obstacle, and sets the new webhook, again until 8x8 accepts it.
 *
 * @throws CliError, VendorError
 */
export async function replaceOld(api: WebhooksApi, first: OldWebhookError, options: ReplaceOldOptions): Promise<void> {
  const { yes, replaceOld: isWanted, again, set, keep } = options;
  if (!isWanted) throw howToReplace(first, options);
  let refusal: OldWebhookError | undefined = first;
  const deleted = new Set<string>();
  while (refusal !== undefined) {
    const { webhook } = refusal;
    const key = keyOf(refusal, options);
    try {
      if (deleted.has(JSON.stringify(key)) || deleted.size >= MAX_DELETIONS) throw refusal;
      printError(`${printable(refusal.message)}\nTo be deleted: ${printable(describe(key, webhook))}.`);
      await requireConsent('Delete it? 8x8 sends no receipts until the new webhook is set.', yes).catch((error) => {
        throw deleted.size === 0 ? error : new CliError('you did not agree to delete the next one.');
      });
      if (webhook !== undefined) await keep(webhook);
      await api.removeOld(key);
      deleted.add(JSON.stringify(key));
      refusal = await set().then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof OldWebhookError) return error;
          throw error;
        },
      );
    } catch (error) {
      if (deleted.size === 0) throw error;
      throw new CliError(
        `The old webhook is deleted, but the new one is not set: 8x8 sends no receipts. Run this at once: ${again}. The reason: ${describeError(error)}`,
      );
    }
  }
}

/** What to delete: what 8x8 names, if the user does not say all. */
function keyOf({ webhook }: OldWebhookError, { subAccount, replaceOld }: ReplaceOldOptions): OldWebhookKey {
  if (webhook === undefined) return { subAccountId: subAccount, type: '*' };
  return { subAccountId: webhook.subAccountId, type: replaceOld === 'all' ? '*' : webhook.type };
}

/** The vendor's guide shows `MO` and explains none: the usual abbreviations for SMS. */
const TYPES: Readonly<Record<string, string>> = {
  MO: 'inbound SMS',
  DR: 'delivery receipts',
  DLR: 'delivery receipts',
};

function describe({ type, subAccountId }: OldWebhookKey, webhook: OldWebhook | undefined): string {
  const what =
    type === '*'
      ? `every webhook in the old format, of all types (${RECEIVED_BY_WEBHOOK})`
      : `the webhook in the old format of type ${type}${TYPES[type] ? ` (${TYPES[type]})` : ''}`;
  const where = `of ${scopeText(subAccountId)}`;
  return webhook === undefined
    ? `${what}, ${where}; 8x8 does not say to which URL it posts`
    : `${what}, ${where}, that posts to ${maskedUrl(webhook.url)}. Its application receives nothing any more; the setting otherWebhooks=forward publishes inbound SMS and clicks as events`;
}

function howToReplace(refusal: OldWebhookError, options: ReplaceOldOptions): CliError {
  const key = keyOf(refusal, options);
  return new CliError(`${printable(refusal.message)} Nothing was changed.
Run the command again with --replace-old, which deletes ${printable(describe(key, refusal.webhook))}, and sets the new one.
Or delete it yourself, and run the command again at once: between the two, 8x8 sends no receipts. If the old webhook belongs to one
sub-account, name that.

  ${printable(curlToRemoveOld(oldApiUrl(), key))}`);
}
