import { randomBytes } from 'node:crypto';
import {
  DeleteRuleCommand,
  type EventBridgeClient,
  ListRulesCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { DETAIL_TYPES, EVENT_SOURCE } from '../../contract/events.ts';
import { DAY_MS, HOUR_MS } from '../../toolbox/clock.ts';
import type { StatusFilter } from './event-feed.ts';

export interface Services {
  readonly events: EventBridgeClient;
  readonly sqs: SQSClient;
}

/** A rule and its queue for one run of the tool. They have the same name. */
export interface TemporaryRule {
  readonly queueUrl: string;
  readonly createdAt: Date;
  remove(): Promise<void>;
}

const PREFIX = 'receipts-listen-';
const TARGET_ID = 'queue';
/**
 * A rule of this age has outlived its run on any machine: a run ends before, by {@link LONGEST_RUN_MS}. The hour between
 * the two is for clocks that differ.
 */
const LEFTOVER_AFTER_MS = DAY_MS;
export const LONGEST_RUN_MS = DAY_MS - HOUR_MS;
/** Until 0.2.0 a run wrote when it was last alive. */
const DESCRIPTION = /^(?:created|host \w+, process \d+, alive) at (\S+)$/;

/** Creates a queue that gets the status changes of a bus. Removes what it has created if it fails. */
export async function createTemporaryRule(
  { events, sqs }: Services,
  EventBusName: string,
  filter: StatusFilter,
  createdAt: Date,
): Promise<TemporaryRule> {
  const name = `${PREFIX}${randomBytes(6).toString('hex')}`;
  const remove = () => removeRule({ events, sqs }, EventBusName, name);
  try {
    // First, because the next run looks for rules to clean up
    const { RuleArn } = await events.send(
      new PutRuleCommand({
        Name: name,
        EventBusName,
        EventPattern: JSON.stringify(patternOf(filter)),
        Description: `created at ${createdAt.toISOString()}`,
      }),
    );
    const { QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({
        QueueName: name,
        Attributes: { MessageRetentionPeriod: '3600', SqsManagedSseEnabled: 'true' },
      }),
    );
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    const queueArn = Attributes?.QueueArn;
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queueArn,
          Condition: { ArnEquals: { 'aws:SourceArn': RuleArn } },
        },
      ],
    });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    await events.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets: [{ Id: TARGET_ID, Arn: queueArn }] }));
    return { queueUrl: QueueUrl, createdAt, remove };
  } catch (error) {
    // Without a permission it may fail, too, but the first error says why
    await remove().catch(() => undefined);
    throw error;
  }
}

function patternOf({ states, subAccountId }: StatusFilter): object {
  const detail = { ...(states && { state: states }), ...(subAccountId && { subAccountId: [subAccountId] }) };
  return {
    source: [EVENT_SOURCE],
    'detail-type': [DETAIL_TYPES.statusChanged],
    ...(Object.keys(detail).length > 0 && { detail }),
  };
}

/** Removes the rules and queues of killed runs that are older than a day. Resolves with their number. */
export async function removeLeftovers(services: Services, EventBusName: string, now: Date): Promise<number> {
  let removed = 0;
  for (let NextToken: string | undefined; ; ) {
    const page = await services.events.send(new ListRulesCommand({ EventBusName, NamePrefix: PREFIX, NextToken }));
    for (const { Name = '', Description = '' } of page.Rules ?? []) {
      if (!isLeftover(Description, now)) continue;
      await removeRule(services, EventBusName, Name);
      removed += 1;
    }
    NextToken = page.NextToken;
    if (NextToken === undefined) return removed;
  }
}

/** Not for another description: that rule is somebody else's. */
function isLeftover(description: string, now: Date): boolean {
  const createdAt = Date.parse(DESCRIPTION.exec(description)?.[1] ?? '');
  return now.getTime() - createdAt > LEFTOVER_AFTER_MS;
}

/** Removes a rule and its queue. The rule is last, so that the next run still finds it if this one is killed. */
async function removeRule({ events, sqs }: Services, EventBusName: string, name: string): Promise<void> {
  await ignoreMissing(async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  });
  await ignoreMissing(() => events.send(new RemoveTargetsCommand({ Rule: name, EventBusName, Ids: [TARGET_ID] })));
  await ignoreMissing(() => events.send(new DeleteRuleCommand({ Name: name, EventBusName })));
}

async function ignoreMissing(remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    const { name } = error as Error;
    if (!/ResourceNotFound|NonExistentQueue|QueueDoesNotExist/.test(name)) throw error;
  }
}
