import { isEnabled, scopeText } from '../../eight-by-eight/webhook.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { readFunctionSettings } from '../deployment/function-settings.ts';
import { readStack } from '../deployment/stack.ts';
import { readToken, storeNewToken, tokenStoredAt } from '../deployment/token.ts';
import { CliError, describeError } from '../errors.ts';
import { requireConsent } from '../terminal/ask.ts';
import { print, printError } from '../terminal/output.ts';
import { setWebhook } from './set-webhook.ts';

const HOUR_MS = 3_600_000;

/**
 * Stores a new token and sets it in every webhook that posts to the stack. In this order, because the function accepts
 * the previous token for some hours, but no token that it does not know yet.
 */
export async function rotateToken(
  api: WebhooksApi,
  options: { stack: string; yes?: boolean | undefined },
): Promise<void> {
  const { stack: name, yes } = options;
  const stack = await readStack(name);
  const { tokenOverlapHours } = await readFunctionSettings(stack.functionName);
  const wired = (await api.read()).filter(({ url }) => url === stack.callbackUrl);
  if (wired.length === 0) {
    throw new CliError(
      `No webhook of the account posts to the stack ${name}. Wire it first: receipts wire. Nothing was changed.`,
    );
  }
  const storedAt = await tokenStoredAt(stack);
  const overlapMs = tokenOverlapHours * HOUR_MS;
  if (storedAt !== undefined && Date.now() < storedAt.getTime() + overlapMs) {
    printError(
      `The token was last changed at ${storedAt.toISOString()}. The one before it is still accepted, and no longer once there is a new one: go on only if no caller uses it.`,
    );
  }
  await requireConsent(
    `Replace the token of the stack ${name}, and in ${wired.map(({ subAccountId }) => scopeText(subAccountId)).join(', ')}?`,
    yes,
  );
  await storeNewToken(stack);
  const overlapEnds = new Date(Date.now() + overlapMs).toISOString();
  const token = await readToken(stack);
  for (const webhook of wired) {
    const { subAccountId, url } = webhook;
    await setWebhook(api, { subAccountId, url, enabled: isEnabled(webhook) }, token).catch((error: unknown) => {
      throw new CliError(
        `The new token is stored, but the webhook of ${scopeText(subAccountId)} still has the old one, which is accepted until ${overlapEnds}. ` +
          `Before then, run receipts wire --sub-account '${subAccountId}'. The reason: ${describeError(error)}`,
      );
    });
    print(`The webhook of ${scopeText(subAccountId)} has the new token. It was read back.`);
  }
  print(`Rotated. The old token is accepted until ${overlapEnds}.`);
}
