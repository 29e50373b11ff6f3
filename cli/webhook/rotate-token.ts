import { isEnabled, scopeText, type Webhook } from '../../eight-by-eight/webhook.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { type Clock, createClock } from '../../simulator/clock.ts';
import { checkReceipt, isTokenAccepted, type TestRoute } from '../check/check-endpoint.ts';
import { readFunctionSettings } from '../deployment/function-settings.ts';
import { readStack } from '../deployment/stack.ts';
import { connectToStack } from '../deployment/table-connection.ts';
import { readToken, storeNewToken, tokenReplacedAt } from '../deployment/token.ts';
import { CliError, describeError } from '../errors.ts';
import { requireConsent } from '../terminal/ask.ts';
import { print, printable, printError } from '../terminal/output.ts';
import { startProgress } from '../terminal/progress.ts';
import { setWebhook } from './set-webhook.ts';

export interface RotateOptions {
  readonly stack: string;
  readonly yes?: boolean | undefined;
  /** Seconds to wait before the first test post. */
  readonly wait: number;
  /** Returns the command line that wires a sub-account to the stack. */
  readonly wireCommand: (subAccountId: string) => string;
}

const HOUR_MS = 3_600_000;
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
  const wired = (await api.read()).filter(({ url }) => url === stack.callbackUrl);
  if (wired.length === 0) {
    throw new CliError(
      `No webhook of the account posts to the stack ${name}. Wire it first: ${wireCommand('*')}. Nothing was changed.`,
    );
  }
  const replacedAt = await tokenReplacedAt(stack);
  const overlapMs = tokenOverlapHours * HOUR_MS;
  if (replacedAt !== undefined && Date.now() < replacedAt.getTime() + overlapMs) {
    printError(
      `The token was last changed at ${replacedAt.toISOString()}. The one before it is still accepted, and will not be once there is a new one: go on only if no caller uses it.`,
    );
  }
  const scopes = printable(wired.map(({ subAccountId }) => scopeText(subAccountId)));
  await requireConsent(`Replace the token of the stack ${name}, and in ${scopes.join(', ')}?`, yes);
  await storeNewToken(stack);
  const overlapEnds = new Date(Date.now() + overlapMs).toISOString();
  print(`The new token is stored. If this is interrupted, run ${repairOf(wired, wireCommand)} before ${overlapEnds}.`);
  const connection = await connectToStack(stack);
  try {
    const route = { callbackUrl: stack.callbackUrl, token: await readToken(stack), connection };
    await setEverywhere(route);
    const { result, detail } = await checkReceipt(route);
    if (result === 'failed') throw new CliError(`The new token is set, but: ${printable(detail)}`);
    print(`Checked, ${result}: ${printable(detail)}.`);
  } finally {
    connection.client.destroy();
  }
  print(`Rotated. The old token is accepted until ${overlapEnds}.`);

  async function setEverywhere(route: TestRoute): Promise<void> {
    const left = [...wired];
    try {
      await waitUntilAccepted(() => isTokenAccepted(route), wait * 1000);
      for (let webhook = left[0]; webhook !== undefined; webhook = left[0]) {
        const { subAccountId, url } = webhook;
        await setWebhook(api, { subAccountId, url, enabled: isEnabled(webhook) }, route.token);
        print(printable(`The webhook of ${scopeText(subAccountId)} has the new token. It was read back.`));
        left.shift();
      }
    } catch (error) {
      throw new CliError(
        `The new token is stored, but 8x8 still has the old one, which is accepted until ${overlapEnds}. Before then, run ${repairOf(left, wireCommand)}. The reason: ${describeError(error)}`,
      );
    }
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
    while (!(await isAccepted())) {
      if (clock.now() - begin > waitMs + GIVE_UP_AFTER_MS)
        throw new CliError('the endpoint does not accept the new token. Look at the log of the function.');
      await clock.sleep(ASK_AGAIN_MS);
    }
  } finally {
    progress.end();
  }
}
