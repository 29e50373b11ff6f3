import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { ReceiverEvent } from '../../contract/events.ts';
import { HOUR_MS } from '../../toolbox/clock.ts';
import { CliError } from '../../toolbox/errors.ts';
import { pluralize } from '../../toolbox/text.ts';
import { awsConfig } from '../deployment/aws.ts';
import { printError } from '../terminal/output.ts';
import type { EventFeed, StatusFilter } from './event-feed.ts';
import { createTemporaryRule, LONGEST_RUN_MS, removeLeftovers } from './temporary-rule.ts';

const WAIT_SECONDS = 20;

/** Opens a feed of a bus's status changes. It creates a rule and a queue, and removes them on close. */
export async function openDeployedFeed(
  eventBusName: string,
  filter: StatusFilter,
  {
    services = { events: new EventBridgeClient(awsConfig()), sqs: new SQSClient(awsConfig()) },
    now = () => new Date(),
  } = {},
): Promise<EventFeed> {
  const { sqs } = services;
  const leftovers = await removeLeftovers(services, eventBusName, now());
  if (leftovers > 0)
    printError(`Removed the rule and the queue of ${pluralize(leftovers, 'run')} that had been killed.`);
  const rule = await createTemporaryRule(services, eventBusName, filter, now());
  return {
    follow: async (onEvent, signal) => {
      while (!signal.aborted) {
        // By the clock of the wall, which goes on while the machine sleeps
        if (now().getTime() - rule.createdAt.getTime() > LONGEST_RUN_MS)
          throw new CliError(`A run ends after ${LONGEST_RUN_MS / HOUR_MS} hours. Run the command again to go on.`);
        const messages = await receive(signal);
        for (const { Body = '' } of messages) await onEvent(JSON.parse(Body) as ReceiverEvent);
        if (messages.length === 0) continue;
        const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: rule.queueUrl, Entries }));
      }
    },
    close: async () => {
      await rule.remove();
      services.events.destroy();
      sqs.destroy();
    },
  };

  async function receive(abortSignal: AbortSignal) {
    const command = new ReceiveMessageCommand({
      QueueUrl: rule.queueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: WAIT_SECONDS,
    });
    try {
      return (await sqs.send(command, { abortSignal })).Messages ?? [];
    } catch (error) {
      if (abortSignal.aborted) return [];
      throw error;
    }
  }
}
