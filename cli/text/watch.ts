import { outcomeText, statusText } from '../../lookup/message-words.ts';
import { pluralize, printable } from '../../toolbox/text.ts';
import type { Reading } from '../watch/watch.ts';

/** The statuses of a message and its outcome, or the counts of a batch. */
export function watchLines(id: string, reading: Reading, timeOf: (iso: string) => string): string[] {
  if (reading === undefined) return [`No receipt of ${printable(id)} has come yet.`];
  if ('message' in reading) {
    const message = printable(reading.message);
    const statuses = message.history.map((entry) => `${timeOf(entry.timestamp ?? '')}  ${statusText(entry)}`);
    return message.terminal ? [...statuses, `${outcomeText(message)}.`] : statuses;
  }
  const { messages, delivered, failed, open } = reading.batch;
  return [`${pluralize(messages, 'message')}: ${delivered} delivered, ${failed} failed, ${open} without an answer yet`];
}
