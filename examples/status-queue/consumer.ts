import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

// QUEUE_URL=… node --import tsx examples/status-queue/consumer.ts
const QueueUrl = process.env.QUEUE_URL;
const sqs = new SQSClient({});
/** The newest change of each message; yours belongs in your database. */
const newest = new Map<string, number>();

for (;;) {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  for (const { Body = '', ReceiptHandle } of Messages) {
    const { umid, id, state, clientMessageId } = JSON.parse(Body).detail;
    // Copies have the number of the change again, late events a smaller one
    const change = Number(id.split(':')[1]);
    if (change > (newest.get(umid) ?? 0)) {
      newest.set(umid, change);
      process.stdout.write(`${clientMessageId ?? umid} is ${state}\n`);
    }
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}
