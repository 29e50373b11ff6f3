import { App, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
// In an app of your own: from 'sms-delivery-receipts'
import { addOutputs, SmsReceipts } from '../../infra/construct/index.ts';

/** A KMS key of your own for tables, queues, secret, logs and topic. */
const app = new App();
// A table with such a key needs a stack with an explicit Region; `cdk` passes the Region, with and without credentials
const { CDK_DEFAULT_REGION: region = '' } = process.env;
const stack = new Stack(app, 'CustomerKeyExample', { env: { region } });

const encryptionKey = new Key(stack, 'Key', { enableKeyRotation: true });
const receipts = new SmsReceipts(stack, 'Receipts', { encryptionKey });
addOutputs(receipts);
