import { hash } from 'node:crypto';
import type { FakeStack } from './fake-stack.ts';

/** Adds what `listen` asks of EventBridge and SQS to the fake of AWS. The queue has a new event for each read. */
export function addEventService(stack: FakeStack, subAccountId = 'Acme') {
  const rules = new Set<string>();
  const queues = new Set<string>();
  let events = 0;
  const urlOf = (name: string) => ({ QueueUrl: `${stack.endpoint}/000000000000/${name}` });
  Object.assign(stack.operations, {
    ListRules: () => ({ Rules: [] }),
    PutRule: ({ Name }: { Name: string }) => {
      rules.add(Name);
      return { RuleArn: `arn:aws:events:us-east-1:000000000000:rule/receipts/${Name}` };
    },
    PutTargets: () => ({}),
    RemoveTargets: () => ({}),
    DeleteRule: ({ Name }: { Name: string }) => {
      rules.delete(Name);
      return {};
    },
    CreateQueue: ({ QueueName }: { QueueName: string }) => {
      queues.add(QueueName);
      return urlOf(QueueName);
    },
    GetQueueUrl: ({ QueueName }: { QueueName: string }) => urlOf(QueueName),
    SetQueueAttributes: () => ({}),
    DeleteQueue: ({ QueueUrl }: { QueueUrl: string }) => {
      queues.delete(QueueUrl.split('/').at(-1) ?? '');
      return {};
    },
    ReceiveMessage: () => {
      events += 1;
      const detail = { id: String(events), umid: 'a', state: 'sent', receivedAt: 'b', subAccountId };
      const Body = JSON.stringify({ 'detail-type': 'SMS Status Changed', detail });
      return { Messages: [{ MessageId: 'a', ReceiptHandle: 'a', Body, MD5OfBody: hash('md5', Body) }] };
    },
    DeleteMessageBatch: () => ({ Successful: [], Failed: [] }),
  });
  return { rules, queues };
}
