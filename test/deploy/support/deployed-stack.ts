import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll } from '@jest/globals';
import { bootstrap, deploy, type Outputs } from './deployment.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { type DeployedReceiver, deployedReceiver } from './receiver.ts';

export interface DeployedStack {
  readonly emulator: Emulator;
  readonly outputs: Outputs;
  readonly receiver: DeployedReceiver;
}

/** Deploys the app with these settings to an emulator before the tests of a file, and stops it after them. */
export function deployedStack(settings: Readonly<Record<string, string>>): DeployedStack {
  const stack = {} as { emulator: Emulator; outputs: Outputs; receiver: DeployedReceiver };
  beforeAll(async () => {
    stack.emulator = await startEmulator();
    await bootstrap(stack.emulator);
    stack.outputs = (await deploy(stack.emulator, settings)).outputs;
    stack.receiver = await deployedReceiver(stack.emulator, stack.outputs);
  });
  afterAll(async () => {
    stack.receiver?.close();
    await stack.emulator?.stop();
  });
  return stack;
}

/** A client of the emulator's SQS, whose queue URLs have a host that only AWS has. */
export function sqsClient({ clientConfig }: Emulator): SQSClient {
  return new SQSClient({ ...clientConfig, useQueueUrlAsEndpoint: false });
}

/** Counts the messages in a queue: visible, in flight and delayed. */
export async function messagesIn(emulator: Emulator, QueueUrl: string | undefined): Promise<number> {
  const sqs = sqsClient(emulator);
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  sqs.destroy();
  const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible, ApproximateNumberOfMessagesDelayed } =
    Attributes;
  return (
    Number(ApproximateNumberOfMessages) +
    Number(ApproximateNumberOfMessagesNotVisible) +
    Number(ApproximateNumberOfMessagesDelayed)
  );
}
