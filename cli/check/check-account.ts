import { credentialOf, isEnabled, maskedUrl, postsTo, scopeText, type Webhook } from '../../eight-by-eight/webhook.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { commandLine } from '../../toolbox/command-line.ts';
import type { Stack } from '../deployment/stack.ts';
import { defaultStack } from '../deployment/table-connection.ts';
import { type Finding, failed, ok } from './check-result.ts';

const CREDENTIAL_PROBLEMS = {
  header: [],
  url: [],
  oauth: ['uses OAuth, which the receiver does not accept: it needs a fixed Authorization header'],
  none: ['has no credential'],
} as const;

/** Checks whether the account posts receipts to the stack with a credential that the receiver accepts. */
export async function checkAccount(
  api: WebhooksApi,
  { name, callbackUrl }: Pick<Stack, 'name' | 'callbackUrl'>,
  subAccount: string | undefined,
): Promise<Finding> {
  const all = await api.read();
  const webhooks = subAccount === undefined ? all : webhooksOf(all, subAccount);
  const ours = webhooks.filter((webhook) => postsTo(webhook, callbackUrl));
  const remedy = `Run ${wireCommand(name, subAccount)}.`;
  if (ours.length === 0) return failed(`${notWired(name, webhooks, subAccount)} ${remedy}`);
  const problems = ours.flatMap((webhook) =>
    [...(isEnabled(webhook) ? [] : ['is not enabled']), ...CREDENTIAL_PROBLEMS[credentialOf(webhook)]].map(
      (problem) => `the webhook of ${scopeText(webhook.subAccountId)} ${problem}`,
    ),
  );
  if (problems.length > 0) return failed(`It posts to the stack, but ${problems.join('; ')}. ${remedy}`);
  const scopes = ours.map(({ subAccountId }) => scopeText(subAccountId));
  return ok(`${scopes.join(', ')}: posts to the stack, enabled, with a credential`);
}

/** Of the sub-account itself. Without one, its receipts go to that of the whole account. */
function webhooksOf(all: readonly Webhook[], subAccount: string): readonly Webhook[] {
  const own = all.filter(({ subAccountId }) => subAccountId === subAccount);
  return own.length > 0 ? own : all.filter(({ subAccountId }) => subAccountId === '*');
}

function notWired(name: string, webhooks: readonly Webhook[], subAccount: string | undefined): string {
  const where = subAccount === undefined ? 'the account' : scopeText(subAccount);
  const seen = webhooks.map(({ subAccountId, url }) => `${subAccountId} posts to ${maskedUrl(url)}`);
  const instead = seen.length === 0 ? 'It has none.' : `Instead: ${seen.join('; ')}.`;
  return `No webhook of ${where} posts to the stack ${name}. ${instead}`;
}

/** Without these names it would wire the whole account, to the stack that is the default. */
function wireCommand(name: string, subAccount: string | undefined): string {
  return commandLine('wire', { stack: name === defaultStack() ? undefined : name, 'sub-account': subAccount });
}
