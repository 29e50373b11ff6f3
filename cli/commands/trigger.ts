import { Argument, Command } from '@commander-js/extra-typings';
import { STATES } from '../../eight-by-eight/states.ts';
import { localTimes } from '../../lookup/times.ts';
import { commandLine } from '../../toolbox/command-line.ts';
import { awsOptions } from '../deployment/aws.ts';
import { defaultStack, dynamoDbEndpoint, dynamoDbOption, tablesOfStackOption } from '../deployment/table-connection.ts';
import { print } from '../terminal/output.ts';
import { id, phoneNumber, readNumber, umid, wholeNumber } from './arguments.ts';

export const trigger = () =>
  new Command('trigger')
    .description(
      'Posts one made-up receipt to the endpoint, with the token of the stack, as 8x8 would, and shows the message. Its sub-account is test:trigger, so that metrics of lag and delivery time leave it out. A stack with events publishes it, too.',
    )
    .addArgument(new Argument('<state>', 'the state that it reports').choices(STATES))
    .requiredOption('--to <number>', 'the number that the message went to', phoneNumber)
    .option('--detail <detail>', 'detail of the state, such as delivered_to_recipient')
    .option('--error-code <code>', "8x8's error code", wholeNumber(0, 9999))
    .option('--client-message-id <id>', 'your own id of the message', id)
    .option('--umid <umid>', 'another state of an earlier made-up message', umid)
    .option('--remove', 'remove the message again after it was shown')
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--url <url>', 'with --dynamodb: where npm start listens', 'http://127.0.0.1:3000/receipts')
    .addHelpText(
      'after',
      '\nExamples:\n  receipts trigger delivered --to +12025550293 --remove\n  receipts trigger undelivered --to +12025550293 --error-code 15',
    )
    .action(async (state, { to, url, remove, ...options }) => {
      const isLocal = dynamoDbEndpoint(options) !== undefined;
      const target = isLocal ? { url, ...options } : { url, stack: options.stack ?? defaultStack(), yes: true };
      const { withTarget } = await import('../send/target.ts');
      await withTarget(target, async (route) => {
        const { postMadeUpReceipt, removeMessage } = await import('../trigger/trigger.ts');
        const number = await readNumber(to);
        const message = await postMadeUpReceipt(route, { ...options, state, destination: number?.text ?? to });
        print((await import('../text/message.ts')).messageText(message, localTimes()));
        if (remove) await removeMessage(route, message.umid);
        const where = isLocal ? { dynamodb: dynamoDbEndpoint(options) } : { stack: target.stack, ...awsOptions() };
        print(
          remove
            ? '\nThe message was removed again.'
            : `\nRemove it with: ${commandLine('forget', { umid: message.umid, ...where })}`,
        );
      });
    });
