import { App } from 'aws-cdk-lib';
import { InboundSmsExample } from './stack.ts';

const app = new App();
const { eventBus: eventBusName, applicationUrl } = app.node.getAllContext();
if (eventBusName === undefined || applicationUrl === undefined) {
  throw new Error(
    'Set -c eventBus to the output EventBusName of the receiver, and -c applicationUrl to the address of your application.',
  );
}
new InboundSmsExample(app, 'InboundSmsExample', { eventBusName, applicationUrl });
