import { Command } from '@commander-js/extra-typings';
import { print, printJson } from '../terminal/output.ts';
import { wholeNumber } from './arguments.ts';

export const explain = () =>
  new Command('explain')
    .description(
      'Explains an error code of a message: what it means, whether another attempt helps, what to tell the recipient, and what to do. Reads nothing.',
    )
    .argument('<code>', 'the error code, such as 46', wholeNumber(0))
    .option('--json', 'the explanation as JSON')
    .addHelpText('after', '\nExample:\n  receipts explain 46')
    .action(async (errorCode, { json }) => {
      const { explanationOf, explanationText } = await import('../text/explain.ts');
      if (json) printJson(explanationOf(errorCode));
      else print(explanationText(errorCode));
    });
