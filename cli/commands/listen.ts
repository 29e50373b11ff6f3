import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { DETAIL_TYPES, type ReceiverEvent } from '../../contract/events.ts';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { unknownStatesText } from '../../lookup/known-states.ts';
import type { TimeTexts } from '../../lookup/times.ts';
import { CliError } from '../../toolbox/errors.ts';
import { isLoopbackUrl } from '../../toolbox/loopback.ts';
import { defaultStack, dynamoDbEndpoint, dynamoDbOption } from '../deployment/table-connection.ts';
import type { EventFeed, StatusFilter } from '../listen/event-feed.ts';
import { abortAtEnd } from '../terminal/abort-at-end.ts';
import { print, printError, printJsonLine } from '../terminal/output.ts';
import { eventHeader, eventLine } from '../text/event.ts';
import { id } from './arguments.ts';
import { failedOption, selectedStates, stateOption, timesOf, utcOption } from './message-options.ts';

/** Enough to recognise copies, which come within minutes. */
const MAX_REMEMBERED_IDS = 10_000;

export const listen = () =>
  new Command('listen')
    .description(
      'Shows status changes as they come, until Ctrl-C. For a stack, which must publish events, it creates a rule of EventBridge and a queue, and removes both at the end, after 23 hours at the latest. Copies of an event are shown once.',
    )
    .addOption(stateOption('changes to'))
    .addOption(failedOption())
    .option('--sub-account <id>', 'only messages of this sub-account', id)
    .option('--forward <url>', 'post each event as JSON to this address on this machine', loopbackUrl)
    .addOption(utcOption())
    .addOption(new Option('--stack <name>', `the events of this deployed stack (default: "${defaultStack()}")`))
    .addOption(dynamoDbOption())
    .option('--json', 'each event as a line of JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  receipts listen --failed\n  receipts listen --dynamodb http://127.0.0.1:8000 --forward http://127.0.0.1:4000/events',
    )
    .action(async ({ subAccount, forward: url, json, ...options }) => {
      const filter: StatusFilter = { states: selectedStates(options), subAccountId: subAccount };
      // Before anything is created, so that Ctrl-C removes it
      const interruption = abortAtEnd();
      const endpoint = dynamoDbEndpoint(options);
      const feed =
        endpoint === undefined
          ? await deployedFeed(options.stack ?? defaultStack(), filter)
          : await localFeed(endpoint);
      try {
        printError('Listening for status changes. Press Ctrl-C to stop.');
        // The vendor may have new ones, so this is no error
        const unknown = unknownStatesText(filter.states ?? []);
        if (unknown !== undefined) printError(`${unknown} Nothing may come.`);
        const times = timesOf(options);
        if (!json) printError(eventHeader(times));
        await feed.follow(showOnce(filter, { url, json, times }), interruption.signal);
      } finally {
        await feed.close();
      }
    });

async function deployedFeed(stackName: string, filter: StatusFilter): Promise<EventFeed> {
  const { readStack } = await import('../deployment/stack.ts');
  const { eventBusName } = await readStack(stackName);
  if (eventBusName === undefined) {
    throw new CliError(
      `The stack ${stackName} publishes no events. Set events to new, or to your own bus, in its settings file, and deploy it.`,
    );
  }
  const { openDeployedFeed } = await import('../listen/deployed-feed.ts');
  return openDeployedFeed(eventBusName, filter);
}

async function localFeed(endpoint: string): Promise<EventFeed> {
  const { openLocalFeed } = await import('../listen/local-feed.ts');
  return openLocalFeed(endpoint, LOCAL_TABLES);
}

/** Shows each event that passes the filter once, and forwards it. For a stack, the rule applies the same filter. */
function showOnce(
  { states, subAccountId }: StatusFilter,
  {
    url,
    json,
    times,
  }: { readonly url: string | undefined; readonly json: true | undefined; readonly times: TimeTexts },
): (event: ReceiverEvent) => Promise<void> {
  const shown = new Set<string>();
  return async (event) => {
    if (event['detail-type'] !== DETAIL_TYPES.statusChanged) return;
    const { detail } = event;
    if (states?.includes(detail.state) === false) return;
    if (subAccountId !== undefined && detail.subAccountId !== subAccountId) return;
    if (shown.has(detail.id)) return;
    shown.add(detail.id);
    if (shown.size > MAX_REMEMBERED_IDS) shown.delete(shown.values().next().value ?? '');
    if (json) printJsonLine(event);
    else print(eventLine(detail, times));
    if (url === undefined) return;
    const { forward } = await import('../listen/forward.ts');
    printError(`  ${url}: ${await forward(event, url)}`);
  };
}

function loopbackUrl(text: string): string {
  if (isLoopbackUrl(text)) return text;
  throw new InvalidArgumentError('It must be an address on this machine, such as http://127.0.0.1:4000/events.');
}
