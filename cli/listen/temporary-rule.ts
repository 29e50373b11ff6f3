import { hash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
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
import type { StatusFilter } from './event-feed.ts';

export interface Services {
  readonly events: EventBridgeClient;
  readonly sqs: SQSClient;
}

/** A rule and its queue for one run of the tool. They have the same name. */
export interface TemporaryRule {
  readonly queueUrl: string;
  /** Updates the rule's description with the time, to show that the run is alive. */
  touch(): Promise<void>;
  remove(): Promise<void>;
}

const PREFIX = 'receipts-listen-';
const TARGET_ID = 'queue';
/** A run on another machine counts as killed after this time without a touch. */
const DEAD_AFTER_MS = 15 * 60_000;
const RUN_DESCRIPTION = /^host (\w+), process (\d+), alive at (\S+)$/;

/** A hash, so that the rule does not reveal the host name. */
const HOST = hash('sha256', hostname()).slice(0, 12);

/** Creates a queue that gets the status changes of a bus. Removes what it has created if it fails. */
export async function createTemporaryRule(
  { events, sqs }: Services,
  EventBusName: string,
  filter: StatusFilter,
): Promise<TemporaryRule> {
  const name = `${PREFIX}${randomBytes(6).toString('hex')}`;
  const touch = () =>
    events.send(
      new PutRuleCommand({
        Name: name,
        EventBusName,
        EventPattern: JSON.stringify(patternOf(filter)),
        Description: `host ${HOST}, process ${process.pid}, alive at ${new Date().toISOString()}`,
      }),
    );
  const remove = () => removeRule({ events, sqs }, EventBusName, name);
  try {
    // First, because the next run looks for rules to clean up
    const { RuleArn } = await touch();
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
    return {
      queueUrl: QueueUrl,
      touch: async () => {
        await touch();
      },
      remove,
    };
  } catch (error) {
    // Without a permission it may fail, too, but the first error says why
    await remove().catch(() => undefined);
    throw error;
  }
}

function patternOf({ state, subAccountId }: StatusFilter): object {
  const detail = { ...(state && { state: [state] }), ...(subAccountId && { subAccountId: [subAccountId] }) };
  return {
    source: [EVENT_SOURCE],
    'detail-type': [DETAIL_TYPES.statusChanged],
    ...(Object.keys(detail).length > 0 && { detail }),
  };
}

/** Removes the rules and queues of killed runs. Resolves with their number. */
export async function removeLeftovers(services: Services, EventBusName: string): Promise<number> {
  let removed = 0;
  for (let NextToken: string | undefined; ; ) {
    const page = await services.events.send(new ListRulesCommand({ EventBusName, NamePrefix: PREFIX, NextToken }));
    for (const { Name = '', Description = '' } of page.Rules ?? []) {
      if (isAlive(Description)) continue;
      await removeRule(services, EventBusName, Name);
      removed += 1;
    }
    NextToken = page.NextToken;
    if (NextToken === undefined) return removed;
  }
}

function isAlive(description: string): boolean {
  const [, host, pid, aliveAt = ''] = RUN_DESCRIPTION.exec(description) ?? [];
  // Another format, so somebody else's rule
  if (host === undefined) return true;
  if (host === HOST && !isRunning(Number(pid))) return false;
  return Date.now() - Date.parse(aliveAt) < DEAD_AFTER_MS;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
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
