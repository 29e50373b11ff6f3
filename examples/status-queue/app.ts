import { App } from 'aws-cdk-lib';
import { StatusQueueExample } from './stack.ts';

const app = new App();
const { eventBus } = app.node.getAllContext();
if (eventBus === undefined) throw new Error('Set -c eventBus to the output EventBusName of the receiver.');
new StatusQueueExample(app, 'StatusQueueExample', eventBus);
