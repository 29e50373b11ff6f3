import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Command } from '@commander-js/extra-typings';
import type { ArchiveNames } from '../../lookup/archive/archive-names.ts';
import type { ReadReports } from '../../lookup/report/read-reports.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import type { ReadFigures } from '../../page/operations.ts';
import { CliError } from '../../toolbox/errors.ts';
import { awsConfig } from '../deployment/aws.ts';
import { dynamoDbOption, tablesOfStackOption, withTableConnection } from '../deployment/table-connection.ts';
import { print, printError } from '../terminal/output.ts';
import { wholeNumber } from './arguments.ts';
import { defaultCountryOf, defaultCountryOption } from './country-option.ts';

const MAX_PORT = 65_535;
/** The same at each start, so that links to the pages stay valid. */
const USUAL_PORT = 8017;

export const ui = () =>
  new Command('ui')
    .description(
      'Serves a page for your browser to look up messages, on 127.0.0.1, until Ctrl-C. It only reads, with your AWS permissions; while it runs, every user of this machine can open it.',
    )
    .option('--port <port>', 'where it listens; 0 picks a free one', wholeNumber(0, MAX_PORT), USUAL_PORT)
    .option('--open', 'opens the page in your browser')
    .addOption(defaultCountryOption())
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .addHelpText(
      'after',
      '\nExamples:\n  receipts ui\n  receipts ui --open\n  receipts ui --dynamodb http://127.0.0.1:8000 --port 8080',
    )
    .action(async ({ port, open, ...options }) => {
      await withTableConnection(options, async (connection) => {
        const { startUi } = await import('../../page/start-ui.ts');
        const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
        const page = await startUi(port, {
          connection,
          ...(await figuresOf(connection)),
          ...(connection.archive && { readReports: archiveReader(connection.archive) }),
          timeZone,
          defaultCountry: defaultCountryOf(options, connection),
        }).catch((error: Error) => {
          if (!('code' in error && error.code === 'EADDRINUSE')) throw error;
          throw new CliError(`The port ${port} is in use. Choose another one with --port; 0 picks a free one.`);
        });
        print(`Look up messages on ${page.url}`);
        printError('Press Ctrl-C to stop.');
        if (open) openInBrowser(page.url);
        await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
        await page.stop();
      });
    });

/** Reads a stack from CloudWatch, and local tables from the receipts table. */
async function figuresOf(connection: TableConnection): Promise<ReadFigures> {
  const { metricsNamespace } = connection;
  if (metricsNamespace === undefined) return (await import('../../page/table-figures.ts')).tableFigures(connection);
  const { cloudWatchFigures } = await import('../../page/cloudwatch-figures.ts');
  return cloudWatchFigures(connection, metricsNamespace, awsConfig());
}

function archiveReader(archive: ArchiveNames): ReadReports {
  return async (queries) => {
    const { archiveReports } = await import('../../lookup/report/archive-reports.ts');
    return archiveReports(archive, awsConfig())(queries);
  };
}

/** Starts the browser of the desktop. Where there is none, the printed address is enough. */
function openInBrowser(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  };
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  spawn(command, [...args, url], { detached: true, stdio: 'ignore' })
    .on('error', () => printError(`The browser cannot be started (${command}). Open the address yourself.`))
    .unref();
}
