import { ApiGatewayV2Client, GetStageCommand } from '@aws-sdk/client-apigatewayv2';
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { defaultEventQuota } from '../../contract/event-quota.ts';
import { RECEIPTS_TABLE } from '../../contract/tables.ts';
import { defaultThrottleQuota } from '../../contract/throttle-quota.ts';
import { RETRIES_END_S } from '../../eight-by-eight/posting.ts';
import { numberText } from '../../lookup/numbers.ts';
import { toolName } from '../../toolbox/command-line.ts';
import { awsConfig } from '../deployment/aws.ts';
import type { Stack } from '../deployment/stack.ts';
import { type Check, type Finding, failed, ok, skipped, warning } from './check-result.ts';
import { consoleLinks, DEFAULT_CONCURRENCY, UNRESERVABLE_CONCURRENCY } from './quotas.ts';
import { ask, type Metric, readCounts, skipUnreadable } from './run-checks.ts';

/** The stage that the stack creates. */
const STAGE_NAME = '$default';

interface Concurrency {
  /** Concurrent executions of all functions of the account in the Region. */
  readonly limit: number;
  /** Executions that no function has reserved. */
  readonly unreserved: number;
}

/**
 * Checks whether the account's quotas, the stack's settings and the tables leave room for the load. They only warn. A check
 * whose data cannot be read is skipped.
 */
export function capacityChecks(stack: Stack): Check[] {
  const reading = readConcurrency();
  // The checks that need it await it and handle its error
  reading.catch(() => undefined);
  const checks: readonly Check[] = [
    ['Lambda quota', async () => checkConcurrency(stack, await reading)],
    ['receive limit', async () => checkReserved(stack, await reading)],
    ['redrive limit', async () => checkRedrive(stack, await reading)],
    ['API throttle', () => checkThrottle(stack)],
    ...(stack.eventBusName === undefined ? [] : [['event quota', async () => checkEventQuota(stack)] as const]),
    ['throttling', () => checkThrottled(stack)],
  ];
  return checks.map(skipUnreadable);
}

function checkConcurrency({ region }: Stack, { limit }: Concurrency): Finding {
  if (limit >= DEFAULT_CONCURRENCY) return ok(`${numberText(limit)} executions at once in this account`);
  return warning(
    `This account runs ${numberText(limit)} executions at once; the default is ${numberText(DEFAULT_CONCURRENCY)}, and new accounts have fewer. ` +
      `Requests above it are refused, and 8x8 gives up on a receipt after ${RETRIES_END_S} seconds: a large batch loses receipts. ` +
      `Request ${numberText(DEFAULT_CONCURRENCY)} or more: ${consoleLinks(region).concurrencyQuota}`,
  );
}

async function checkReserved({ region, functionName }: Stack, { limit }: Concurrency): Promise<Finding> {
  const reserved = await readReserved(functionName);
  const links = consoleLinks(region);
  if (reserved === undefined) return ok('the function shares the executions of the account');
  if (reserved === 0)
    return failed(
      `The function is switched off: its reserved concurrency is 0. Raise it: ${links.function(functionName)}`,
    );
  if (reserved > limit - UNRESERVABLE_CONCURRENCY)
    return warning(
      `reservedConcurrency ${numberText(reserved)} does not fit the account's ${numberText(limit)} executions, of which ${UNRESERVABLE_CONCURRENCY} cannot be reserved. Lower the setting, or raise the quota: ${links.concurrencyQuota}`,
    );
  return ok(`${numberText(reserved)} executions are reserved for the function, and it gets no more`);
}

async function checkRedrive(stack: Stack, { unreserved }: Concurrency): Promise<Finding> {
  if (stack.fallbackQueueUrl === undefined) return skipped('the stack has no fallback queue');
  const most = await readRedriveConcurrency(stack.fallbackQueueUrl);
  if (most === undefined) return ok('the redrive has no limit');
  if (most < unreserved) return ok(`at most ${numberText(most)} of ${numberText(unreserved)} unreserved executions`);
  return warning(
    `redriveConcurrency ${numberText(most)} does not fit the ${numberText(unreserved)} unreserved executions of the account: the redrive can take all of them, and none is left to receive. Lower the setting, or raise the quota: ${consoleLinks(stack.region).concurrencyQuota}`,
  );
}

async function checkThrottle({ region, apiId }: Stack): Promise<Finding> {
  if (apiId === undefined) return skipped('the stack has no output of its API');
  const stage = await readThrottle(apiId);
  const quota = defaultThrottleQuota(region);
  const quotaText = `${numberText(quota.rate)} requests a second, burst ${numberText(quota.burst)}`;
  const { rate = quota.rate, burst = quota.burst } = stage;
  const stageText = `${numberText(rate)} requests a second, burst ${numberText(burst)}`;
  if (rate <= quota.rate && burst <= quota.burst) return ok(`${stageText}, of the account's ${quotaText}`);
  return warning(
    `The stage takes ${stageText}; the account takes ${quotaText} in ${region} unless AWS raised its quota. Requests above it get 429. See the quota, and request more: ${consoleLinks(region).throttleQuota}`,
  );
}

/** A burst above the quota only makes events late, so this is no warning. */
function checkEventQuota({ region }: Stack): Finding {
  const invocations = numberText(defaultEventQuota(region));
  return ok(
    `EventBridge passes on ${invocations} events a second in ${region}, unless AWS raised its quota; with more, or more targets, they are late: ${consoleLinks(region).eventQuota}`,
  );
}

/** Throttled writes and executions of the last day, by CloudWatch. */
async function checkThrottled(stack: Stack): Promise<Finding> {
  const { region, receiptsTable, setAsideTable, functionName } = stack;
  const links = consoleLinks(region);
  const writesTo = (TableName: string) => ['AWS/DynamoDB', 'WriteThrottleEvents', { TableName }] as const;
  const metrics: readonly ThrottleMetric[] = [
    {
      what: 'writes to the receipts table',
      remedy: `They went to the fallback queue. Raise the setting warmWriteUnits to your peak: ${links.table(receiptsTable)}`,
      metric: writesTo(receiptsTable),
    },
    ...Object.keys(RECEIPTS_TABLE.indexes).map((index) => ({
      what: `writes to the index ${index}`,
      remedy: `They went to the fallback queue. Many messages with one key make it hot until DynamoDB splits it; raise warmWriteUnits, or leave the index out (setting indexes): ${links.table(receiptsTable)}`,
      metric: [
        'AWS/DynamoDB',
        'WriteThrottleEvents',
        { TableName: receiptsTable, GlobalSecondaryIndexName: index },
      ] as const,
    })),
    {
      what: 'writes to the set-aside table',
      remedy: `They went to the fallback queue. See what fills the table: ${toolName()} set-aside list, ${links.table(setAsideTable)}`,
      metric: writesTo(setAsideTable),
    },
    {
      what: 'executions of the function',
      remedy: `Their receipts were refused and posted again. Raise reservedConcurrency or the quota: ${links.concurrencyQuota}`,
      metric: ['AWS/Lambda', 'Throttles', { FunctionName: functionName }],
    },
  ];
  const counts = await readCounts(metrics.map(({ metric }) => metric));
  const throttled = metrics.flatMap(({ what, remedy }, at) =>
    counts[at] ? [`${numberText(counts[at])} ${what}. ${remedy}`] : [],
  );
  if (throttled.length === 0) return ok('no write and no execution in the last 24 hours');
  return warning(`In the last 24 hours: ${throttled.join('; ')}`);
}

interface ThrottleMetric {
  readonly what: string;
  readonly remedy: string;
  readonly metric: Metric;
}

async function readConcurrency(): Promise<Concurrency> {
  const { AccountLimit } = await ask('lambda:GetAccountSettings', new LambdaClient(awsConfig()), (client) =>
    client.send(new GetAccountSettingsCommand({})),
  );
  const limit = AccountLimit?.ConcurrentExecutions ?? 0;
  return { limit, unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? limit };
}

async function readReserved(functionName: string): Promise<number | undefined> {
  const { ReservedConcurrentExecutions } = await ask(
    'lambda:GetFunctionConcurrency',
    new LambdaClient(awsConfig()),
    (client) => client.send(new GetFunctionConcurrencyCommand({ FunctionName: functionName })),
  );
  return ReservedConcurrentExecutions;
}

async function readRedriveConcurrency(queueUrl: string): Promise<number | undefined> {
  const { Attributes } = await ask('sqs:GetQueueAttributes', new SQSClient(awsConfig()), (client) =>
    client.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] })),
  );
  const { EventSourceMappings = [] } = await ask(
    'lambda:ListEventSourceMappings',
    new LambdaClient(awsConfig()),
    (client) => client.send(new ListEventSourceMappingsCommand({ EventSourceArn: Attributes?.QueueArn })),
  );
  return EventSourceMappings[0]?.ScalingConfig?.MaximumConcurrency;
}

async function readThrottle(apiId: string): Promise<{ rate?: number | undefined; burst?: number | undefined }> {
  const { DefaultRouteSettings } = await ask('apigateway:GET', new ApiGatewayV2Client(awsConfig()), (client) =>
    client.send(new GetStageCommand({ ApiId: apiId, StageName: STAGE_NAME })),
  );
  return { rate: DefaultRouteSettings?.ThrottlingRateLimit, burst: DefaultRouteSettings?.ThrottlingBurstLimit };
}
