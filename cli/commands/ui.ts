import { once } from 'node:events';
import { Command } from '@commander-js/extra-typings';
import type { TableConnection } from '../../lookup/table-connection.ts';
import type { ReadActivity } from '../../page/activity.ts';
import { CliError } from '../../toolbox/errors.ts';
import { awsConfig } from '../deployment/aws.ts';
import { dynamoDbOption, tablesOfStackOption, withTableConnection } from '../deployment/table-connection.ts';
import { print } from '../terminal/output.ts';
import { wholeNumber } from './arguments.ts';

const MAX_PORT = 65_535;

export const ui = () =>
  new Command('ui')
    .description(
      'Serves a page for your browser to look up messages, on 127.0.0.1, until Ctrl-C. It only reads, with your AWS rights; while it runs, every user of this machine can open it.',
    )
    .option('--port <port>', 'where it listens; 0 picks a free one', wholeNumber(0, MAX_PORT), 0)
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .addHelpText('after', '\nExamples:\n  receipts ui\n  receipts ui --dynamodb http://127.0.0.1:8000 --port 8080')
    .action(async ({ port, ...options }) => {
      await withTableConnection(options, async (connection) => {
        const { startUi } = await import('../../page/start-ui.ts');
        const page = await startUi(port, { connection, readActivity: readActivityOf(connection) }).catch(
          (error: Error) => {
            if (!('code' in error && error.code === 'EADDRINUSE')) throw error;
            throw new CliError(`The port ${port} is in use. Choose another one with --port; 0 picks a free one.`);
          },
        );
        print(`Look up messages on ${page.url}`);
        await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
        await page.stop();
      });
    });

/** A person waits for the page. */
const CLOUDWATCH_TIMEOUTS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/** Reads the activity of a stack from its metrics, and that of local tables from the receipts table. */
function readActivityOf(connection: TableConnection): ReadActivity {
  const { metricsNamespace } = connection;
  if (metricsNamespace === undefined)
    return async (now) => (await import('../../page/table-activity.ts')).tableActivity(connection, now);
  return async (now) => {
    const [{ CloudWatchClient }, { cloudWatchActivity }] = await Promise.all([
      import('@aws-sdk/client-cloudwatch'),
      import('../../page/cloudwatch-activity.ts'),
    ]);
    const client = new CloudWatchClient({ ...CLOUDWATCH_TIMEOUTS, ...awsConfig() });
    return cloudWatchActivity(client, metricsNamespace, now).finally(() => client.destroy());
  };
}
