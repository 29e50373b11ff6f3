import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { ACCOUNT_VARIABLE } from '../commands/vendor-options.ts';
import { readStack, type Stack } from '../deployment/stack.ts';
import { connectToStack } from '../deployment/table-connection.ts';
import { readToken } from '../deployment/token.ts';
import { describeError } from '../errors.ts';
import { checkAccount } from './check-account.ts';
import { checkEndpoint } from './check-endpoint.ts';
import { checkQueue } from './check-queue.ts';
import { checkReceipt } from './check-receipt.ts';
import { type CheckResult, failed, ok, skipped } from './check-result.ts';

export interface CheckOptions {
  readonly stack: string;
  /** Undefined where no account was named. */
  readonly openApi: (() => Promise<WebhooksApi>) | undefined;
  readonly subAccount?: string | undefined;
}

type Check = readonly [check: string, run: () => Promise<Omit<CheckResult, 'check'>>];

/** Runs each check, whatever became of those before it; told as they come. */
export async function* runChecks({ stack: name, openApi, subAccount }: CheckOptions): AsyncGenerator<CheckResult> {
  const stack = await readStack(name);
  yield { check: 'stack', ...ok(`${stack.name} in ${stack.region}`) };
  for (const [check, run] of checksOf(stack)) {
    yield { check, ...(await run().catch((error: unknown) => failed(describeError(error)))) };
  }

  function checksOf(stack: Stack): Check[] {
    return [
      [
        'account',
        async () =>
          openApi === undefined
            ? skipped(`name the 8x8 account with --account or ${ACCOUNT_VARIABLE}`)
            : checkAccount(await openApi(), stack, subAccount),
      ],
      ['endpoint', () => checkEndpoint(stack)],
      ['receipt', () => testReceipt(stack)],
      [
        'fallback queue',
        () => checkQueue(stack.fallbackQueueUrl, 'They are redriven by themselves; look again in some minutes.'),
      ],
      [
        'dead-letter queue',
        () => checkQueue(stack.deadLetterQueueUrl, 'They wait for you: redrive them in the SQS console.'),
      ],
    ];
  }
}

async function testReceipt(stack: Stack): Promise<Omit<CheckResult, 'check'>> {
  const connection = await connectToStack(stack);
  try {
    return await checkReceipt({ callbackUrl: stack.callbackUrl, token: await readToken(stack), connection });
  } finally {
    connection.client.destroy();
  }
}
