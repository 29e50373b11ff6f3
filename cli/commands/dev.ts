import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { commandLine } from '../../toolbox/command-line.ts';
import { CliError } from '../../toolbox/errors.ts';
import { DYNAMODB_VARIABLE } from '../deployment/table-connection.ts';
import { print } from '../terminal/output.ts';
import { wholeNumber } from './arguments.ts';

/** Only the package has it, beside the folder of the tool. */
const TESTING = join(import.meta.dirname, '../local/testing.js');
const TOKEN = 'local-token';

interface Testing {
  startReceiver(props: { readonly port: number; readonly token: string }): Promise<{
    readonly url: string;
    readonly dynamodb: string;
    stop(): Promise<void>;
  }>;
}

export const dev = () =>
  new Command('dev')
    .description(
      'Runs the receiver on this machine, with an embedded DynamoDB that forgets everything at the end (needs the package dynalite), until Ctrl-C. In a checkout, npm start does more.',
    )
    .option('--port <port>', 'port of 127.0.0.1; 0 picks a free one', wholeNumber(0, 65_535), 3000)
    .addHelpText('after', '\nExample:\n  receipts dev --port 0')
    .action(async ({ port }) => {
      if (!existsSync(TESTING)) throw new CliError('This command is part of the package. In a checkout: npm start.');
      const { startReceiver } = createRequire(import.meta.url)(TESTING) as Testing;
      const { url, dynamodb, stop } = await startReceiver({ port, token: TOKEN }).catch((error: Error) => {
        throw new CliError(error.message);
      });
      print(`listening on ${url}\ndynamodb on ${dynamodb}\n`);
      print(`In another terminal:\n\n  export ${DYNAMODB_VARIABLE}=${dynamodb}`);
      print(`  ${commandLine('trigger', { to: '+12025550293', url }).replace('trigger', 'trigger delivered')}`);
      print(`  ${commandLine('get', {})}\n\nThe token is ${TOKEN}. Ctrl-C stops everything.`);
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
      });
      await stop();
    });
