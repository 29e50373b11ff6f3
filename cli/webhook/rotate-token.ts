import { isEnabled, postsTo, scopeText, type Webhook } from '../../eight-by-eight/webhook.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { type Clock, createClock, HOUR_MS, poll } from '../../toolbox/clock.ts';
import { CliError, describeError } from '../../toolbox/errors.ts';
import { startProgress } from '../../toolbox/progress.ts';
import { printable } from '../../toolbox/text.ts';
import { checkReceipt, isTokenAccepted, type TestRoute } from '../check/check-endpoint.ts';
import { readFunctionSettings } from '../deployment/function-settings.ts';
import { SecretReplacedError } from '../deployment/secret-version.ts';
import { readStack } from '../deployment/stack.ts';
import { connectToStack } from '../deployment/table-connection.ts';
import { readCurrentVersion, readToken, storeNewToken } from '../deployment/token.ts';
import { requireConsent } from '../terminal/ask.ts';
import { print, printError } from '../terminal/output.ts';
import { setWebhook } from './set-webhook.ts';

export interface RotateOptions {
  readonly stack: string;
  readonly yes?: boolean | undefined;
  /** Seconds to wait before the first test post. */
  readonly wait: number;
  /** Returns the command line that wires a sub-account to the stack. */
  readonly wireCommand: (subAccountId: string) => string;
}

const ASK_AGAIN_MS = 20_000;
/** After the wait, for functions that start late. */
const GIVE_UP_AFTER_MS = 120_000;

/**
 * Stores a new token, waits until the endpoint accepts it, sets it in every webhook that posts to the stack, and
 * checks the result. This order loses no receipt: the function accepts the previous token for some hours, but not a new one
 * that it has not read yet.
 */
export async function rotateToken(
  api: WebhooksApi,
  { stack: name, yes, wait, wireCommand }: RotateOptions,
): Promise<void> {
  const stack = await readStack(name);
  const { tokenOverlapHours } = await readFunctionSettings(stack.functionName);
  const overlapMs = tokenOverlapHours * HOUR_MS;
  const readWired = async () => (await api.read()).filter((webhook) => postsTo(webhook, stack.callbackUrl));
  const wired = await readWired();
  if (wired.length === 0) {
    throw new CliError(
      `No webhook of the account posts to the stack ${name}. Wire it first: ${wireCommand('*')}. Nothing was changed.`,
    );
  }
  const { id: currentVersion, replacedAt } = await readCurrentVersion(stack);
  const isInOverlap = replacedAt !== undefined && Date.now() < replacedAt.getTime() + overlapMs;
  if (isInOverlap) {
    printError(
      `The token was last changed at ${replacedAt.toISOString()}. Its predecessor is still valid until you store a new token. The webhooks get the current one first: go on only if no other caller uses its predecessor.`,
    );
  }
  const scopes = printable(wired.map(({ subAccountId }) => scopeText(subAccountId)));
  await requireConsent(`Replace the token of the stack ${name}, and in ${scopes.join(', ')}?`, yes);
  const connection = await connectToStack(stack);
  const routeOf = (token: string): TestRoute => ({ callbackUrl: stack.callbackUrl, token, connection });
  try {
    if (isInOverlap) await finishRotation(replacedAt);
    const token = await storeNewToken(stack, currentVersion).catch((error: unknown) => {
      throw error instanceof SecretReplacedError ? replacedByOthers('no new token was stored') : error;
    });
    const overlapEnds = new Date(Date.now() + overlapMs).toISOString();
    print(
      `The new token is stored. If this is interrupted, run ${repairOf(wired, wireCommand)} before ${overlapEnds}.`,
    );
    await setEverywhere(
      'new',
      routeOf(token),
      wait * 1000,
      (left, reason) =>
        `The new token is stored, but 8x8 still has the old one, which is accepted until ${overlapEnds}. Before then, run ${repairOf(left, wireCommand)}. The reason: ${reason}`,
    );
    const { result, detail } = await checkReceipt(routeOf(token));
    if (result === 'failed') throw new CliError(`The new token is set, but: ${printable(detail)}`);
    print(`Checked, ${result}: ${printable(detail)}.`);
    await requireCurrent(token);
    print(`Rotated. The old token is accepted until ${overlapEnds}.`);
  } finally {
    connection.client.destroy();
  }

  /** An earlier run may have stopped before it set the current token. A new token would invalidate that of the webhooks. */
  async function finishRotation(storedAt: Date): Promise<void> {
    const overlapEnds = new Date(storedAt.getTime() + overlapMs).toISOString();
    await setEverywhere(
      'current',
      routeOf(await readToken(stack)),
      Math.max(0, storedAt.getTime() + wait * 1000 - Date.now()),
      (left, reason) =>
        `No new token was stored: 8x8 may still have the one before the current one, which is accepted until ${overlapEnds}. Before then, run ${repairOf(left, wireCommand)}. The reason: ${reason}`,
    );
  }

  async function setEverywhere(
    which: 'new' | 'current',
    route: TestRoute,
    waitMs: number,
    failure: (left: readonly Webhook[], reason: string) => string,
  ): Promise<void> {
    let left: readonly Webhook[] = wired;
    try {
      await waitUntilAccepted(() => isTokenAccepted(route), waitMs);
      await requireCurrent(route.token);
      // Others may have wired, unwired or redirected a webhook since
      left = await readWired();
      for (let webhook = left[0]; webhook !== undefined; webhook = left[0]) {
        const { subAccountId } = webhook;
        await setWebhook(api, { subAccountId, url: stack.callbackUrl, enabled: isEnabled(webhook) }, route.token);
        print(
          printable(`The webhook of ${scopeText(subAccountId)} has the ${which} token. Verified by reading it back.`),
        );
        left = left.slice(1);
      }
    } catch (error) {
      if (error instanceof SecretReplacedError) throw error;
      throw new CliError(failure(left, describeError(error)));
    }
  }

  /** Somebody may have stored a token by other means, which the webhooks must not lose. */
  async function requireCurrent(token: string): Promise<void> {
    if ((await readToken(stack)) !== token) throw replacedByOthers('the webhooks did not all get this one');
  }

  function replacedByOthers(result: string): SecretReplacedError {
    return new SecretReplacedError(
      `Somebody else has stored another token since, so ${result}. Once their rotation has ended, run ${repairOf(wired, wireCommand)}, which sets the current one.`,
    );
  }
}

function repairOf(webhooks: readonly Webhook[], wireCommand: RotateOptions['wireCommand']): string {
  return printable(webhooks.map(({ subAccountId }) => wireCommand(subAccountId))).join(' and ');
}

/**
 * Waits, then polls until the token is accepted.
 *
 * @throws CliError if it is not accepted within two minutes after the wait
 */
export async function waitUntilAccepted(
  isAccepted: () => Promise<boolean>,
  waitMs: number,
  clock: Clock = createClock(),
): Promise<void> {
  const begin = clock.now();
  const progress = startProgress('Waiting until the endpoint accepts the new token', waitMs / 1000);
  try {
    while (clock.now() - begin < waitMs) {
      await clock.sleep(Math.min(1000, waitMs));
      progress.update(Math.round((clock.now() - begin) / 1000), 's');
    }
    const ask = async () => (await isAccepted()) || undefined;
    if (!(await poll(ask, { pauseMs: ASK_AGAIN_MS, timeoutMs: GIVE_UP_AFTER_MS, clock })))
      throw new CliError('the endpoint does not accept the new token. Look at the log of the function.');
  } finally {
    progress.end();
  }
}
