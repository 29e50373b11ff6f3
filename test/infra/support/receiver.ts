import { Stack } from 'aws-cdk-lib';
import { SmsReceipts } from '../../../infra/construct/sms-receipts.ts';
import type { SmsReceiptsProps } from '../../../infra/construct/sms-receipts-props.ts';
import { bareApp, fakeBundles } from './synthesize.ts';

/** A stack of another app than ours. */
export function newStack(region?: string): Stack {
  return new Stack(bareApp(), 'Messaging', region === undefined ? {} : { env: { region } });
}

export function receiver(stack: Stack, id = 'Receipts', props: SmsReceiptsProps = {}): SmsReceipts {
  return new SmsReceipts(stack, id, { bundles: fakeBundles(), ...props });
}
