import { App, Stack } from 'aws-cdk-lib';
// In an app of your own: from 'sms-delivery-receipts'
import { addOutputs, SmsReceipts } from '../../infra/construct/index.ts';

/** A receiver with all its defaults, in a stack of your own. */
const app = new App();
const stack = new Stack(app, 'MinimalExample');

const receipts = new SmsReceipts(stack, 'Receipts');
addOutputs(receipts);
