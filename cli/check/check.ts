import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { readStack, type Stack } from '../deployment/stack.ts';
import { withStackConnection } from '../deployment/table-connection.ts';
import { readToken } from '../deployment/token.ts';
import { checkAccount } from './check-account.ts';
import { capacityChecks } from './check-capacity.ts';
import { checkEndpoint, checkReceipt } from './check-endpoint.ts';
import { checkProbe, checkRoutes, checkTopic } from './check-monitoring.ts';
import {
  checkDeadLetterQueue,
  checkEventDeadLetterQueue,
  checkFallbackQueue,
  checkReconcileDeadLetterQueue,
} from './check-queues.ts';
import { checkReconcileKey } from './check-reconcile-key.ts';
import { type Check, type CheckResult, type Finding, ok, skipped } from './check-result.ts';
import { checkSettings } from './check-settings.ts';
import { runChecks, skipUnreadable } from './run-checks.ts';

export interface CheckOptions {
  readonly stack: string;
  /** Or the reason why the account is not checked. */
  readonly openApi: (() => Promise<WebhooksApi>) | string;
  readonly subAccount?: string | undefined;
  /** Undefined for the default file. */
  readonly settingsFile?: string | undefined;
}

/** Checks whether receipts arrive. */
export async function* checkReceiver(options: CheckOptions): AsyncGenerator<CheckResult> {
  const { stack: name, openApi, subAccount, settingsFile } = options;
  const stack = await readStack(name);
  const account = async (): Promise<Finding> =>
    typeof openApi === 'string' ? skipped(openApi) : checkAccount(await openApi(), stack, subAccount);
  const checks: readonly Check[] = [
    ['account', account],
    ['endpoint', () => checkEndpoint(stack)],
    ['receipt', () => checkReceiptOf(stack)],
    ['fallback queue', () => checkFallbackQueue(stack)],
    ['dead-letter queue', () => checkDeadLetterQueue(stack)],
    ...settingsChecks(stack),
    ['settings', () => checkSettings(stack, settingsFile)],
    skipUnreadable(['routes', () => checkRoutes(stack)]),
    ...capacityChecks(stack),
  ];
  yield { check: 'stack', ...ok(`${stack.name} in ${stack.region}`) };
  yield* runChecks(checks);
}

/** Checks of what the settings of the stack add. */
function settingsChecks(stack: Stack): Check[] {
  const {
    eventDeadLetterQueueUrl: events,
    reconcileDeadLetterQueueUrl: steps,
    reconcileApiKeySecretId,
    probeFunctionName,
    alarmTopicArn,
    ticketTopicArn,
  } = stack;
  const checks: (Check | undefined)[] = [
    events === undefined ? undefined : ['failed events', () => checkEventDeadLetterQueue(events)],
    steps === undefined ? undefined : ['failed reconciles', () => checkReconcileDeadLetterQueue(steps)],
    reconcileApiKeySecretId === undefined
      ? undefined
      : ['reconcile key', () => checkReconcileKey(reconcileApiKeySecretId, stack)],
    probeFunctionName === undefined ? undefined : skipUnreadable(['probe', () => checkProbe(probeFunctionName)]),
    alarmTopicArn === undefined
      ? undefined
      : skipUnreadable(['alarm topic', () => checkTopic(alarmTopicArn, 'alarms')]),
    ticketTopicArn === undefined
      ? undefined
      : skipUnreadable(['ticket topic', () => checkTopic(ticketTopicArn, 'alarms that can wait')]),
  ];
  return checks.filter((check) => check !== undefined);
}

async function checkReceiptOf(stack: Stack): Promise<Finding> {
  return withStackConnection(stack, async (connection) =>
    checkReceipt({ callbackUrl: stack.callbackUrl, token: await readToken(stack), connection }),
  );
}
