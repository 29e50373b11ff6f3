import { App } from 'aws-cdk-lib';
import { ResendExample } from './stack.ts';

const app = new App();
const { eventBus: eventBusName, resendUrl } = app.node.getAllContext();
if (eventBusName === undefined || resendUrl === undefined) {
  throw new Error(
    'Set -c eventBus to the output EventBusName of the receiver, and -c resendUrl to the address of your application.',
  );
}
new ResendExample(app, 'ResendExample', { eventBusName, resendUrl });
