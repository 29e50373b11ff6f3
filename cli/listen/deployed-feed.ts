import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { ReceiverEvent } from '../../contract/events.ts';
import { pluralize, printError } from '../terminal/output.ts';
import type { EventFeed, StatusFilter } from './event-feed.ts';
import { createTemporaryRule, removeLeftovers } from './temporary-rule.ts';

const WAIT_SECONDS = 20;
const TOUCH_MS = 5 * 60_000;

/** Opens a feed of a bus's status changes. It creates a rule and a queue, and removes them on close. */
export async function openDeployedFeed(eventBusName: string, filter: StatusFilter): Promise<EventFeed> {
  const services = { events: new EventBridgeClient({}), sqs: new SQSClient({}) };
  const { sqs } = services;
  const leftovers = await removeLeftovers(services, eventBusName);
  if (leftovers > 0)
    printError(`Removed the rule and the queue of ${pluralize(leftovers, 'run')} that had been killed.`);
  const rule = await createTemporaryRule(services, eventBusName, filter);
  // The next touch makes up for a failed one
  const touching = setInterval(() => void rule.touch().catch(() => undefined), TOUCH_MS);
  return {
    follow: async (onEvent, signal) => {
      while (!signal.aborted) {
        const messages = await receive(signal);
        for (const { Body = '' } of messages) await onEvent(JSON.parse(Body) as ReceiverEvent);
        if (messages.length === 0) continue;
        const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: rule.queueUrl, Entries }));
      }
    },
    close: async () => {
      clearInterval(touching);
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
