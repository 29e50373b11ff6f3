import { App } from 'aws-cdk-lib';
import { InboundSmsExample } from './inbound-sms/stack.ts';
import { ResendExample } from './resend/stack.ts';
import { StatusQueueExample } from './status-queue/stack.ts';

/**
 * The examples of what to do with events. Deploy one with:
 *
 * npx cdk deploy StatusQueueExample --app 'node --import tsx examples/events-app.ts' -c eventBus=EVENT_BUS_NAME
 */
const app = new App();
const { eventBus, resendUrl, applicationUrl } = app.node.getAllContext();
if (eventBus === undefined) throw new Error('Set -c eventBus to the output EventBusName of the receiver.');
new StatusQueueExample(app, 'StatusQueueExample', eventBus);
// The addresses of your application
if (resendUrl !== undefined) new ResendExample(app, 'ResendExample', { eventBusName: eventBus, resendUrl });
if (applicationUrl !== undefined) {
  new InboundSmsExample(app, 'InboundSmsExample', { eventBusName: eventBus, applicationUrl });
}
