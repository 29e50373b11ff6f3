import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { NO_ROUTE_METRIC } from '../../contract/metrics.ts';
import { RETRIES_END_S } from '../../eight-by-eight/posting.ts';
import { pluralize } from '../../toolbox/text.ts';
import { awsConfig } from '../deployment/aws.ts';
import type { Stack } from '../deployment/stack.ts';
import { type Finding, ok, warning } from './check-result.ts';
import { ask, readCounts } from './run-checks.ts';

/** Checks whether anybody gets the alarms that a topic is for. */
export async function checkTopic(topicArn: string, alarms: string): Promise<Finding> {
  const { Attributes = {} } = await ask('sns:GetTopicAttributes', new SNSClient(awsConfig()), (client) =>
    client.send(new GetTopicAttributesCommand({ TopicArn: topicArn })),
  );
  const confirmed = Number(Attributes.SubscriptionsConfirmed ?? 0);
  const pending = Number(Attributes.SubscriptionsPending ?? 0);
  if (confirmed > 0) return ok(`the ${alarms} go to ${pluralize(confirmed, 'confirmed subscriber')}`);
  const remedy =
    pending > 0
      ? `${pluralize(pending, 'subscriber')} must confirm: open the link in the message from AWS`
      : `Subscribe the people on call: aws sns subscribe --topic-arn ${topicArn} --protocol email --notification-endpoint <address>`;
  return warning(`Nobody gets the ${alarms}: the topic has no confirmed subscriber. ${remedy}.`);
}

/** Checks whether requests came to a wrong path, which the function never sees. */
export async function checkRoutes({ metricsNamespace, callbackUrl }: Stack): Promise<Finding> {
  const [requests = 0] = await readCounts([[metricsNamespace, NO_ROUTE_METRIC, {}]]);
  if (requests === 0) return ok('no request to a wrong path in the last 24 hours');
  return warning(
    `In the last 24 hours ${pluralize(requests, 'request')} had a wrong path or method and got 404. If 8x8 sent them, their receipts are lost after ${RETRIES_END_S} seconds: compare the URLs of webhooks and dlrCallbackUrl with ${callbackUrl}, and see docs/runbook.md, requests-without-route.`,
  );
}

/** Checks whether the probes of the last day ran, and recorded their test receipts. */
export async function checkProbe(functionName: string): Promise<Finding> {
  const counts = await readCounts([
    ['AWS/Lambda', 'Invocations', { FunctionName: functionName }],
    ['AWS/Lambda', 'Errors', { FunctionName: functionName }],
  ]);
  const [runs = 0, errors = 0] = counts;
  if (runs === 0)
    return warning(
      'No probe ran in the last 24 hours. After a deployment, wait for the first one. Otherwise enable its schedule: EventBridge > Schedules.',
    );
  if (errors === 0) return ok(`${pluralize(runs, 'test receipt')} recorded in the last 24 hours`);
  return warning(
    `${errors} of ${pluralize(runs, 'test receipt')} of the last 24 hours ${errors === 1 ? 'was' : 'were'} not recorded: see docs/runbook.md, probe-failed.`,
  );
}
