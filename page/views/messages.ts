import { errorAdviceOf } from '../../lookup/error-advice.ts';
import { errorText, outcomeText } from '../../lookup/message-words.ts';
import type { ReadableItem } from '../../lookup/stored-item.ts';
import { truncate } from '../../toolbox/text.ts';
import { type Html, html, type Value } from '../html.ts';
import { pathTo } from './links.ts';
import { isFailure, stateBadge } from './status.ts';
import { table } from './table.ts';
import { phoneText, sentence } from './text.ts';
import type { Times } from './times.ts';

const SHOWN_DIGITS = 8;
/** A UUID. The page of the message has longer ones in full. */
export const LONGEST_ID = 36;

/** A table of messages: what happened to each first, its long id last. */
export function messageList(caption: string, items: readonly ReadableItem[], times: Times): Html {
  return table({
    caption,
    columns: [
      { name: 'state' },
      { name: 'why', kind: 'words' },
      { name: `last status (${times.place})` },
      { name: 'number' },
      { name: 'your message id' },
      { name: 'umid' },
    ],
    rows: items.map((item) => [
      stateBadge(item),
      whyText(item),
      times.at(item.statusTimestamp),
      item.destination && html`<span class="phone">${phoneText(item.destination)}</span>`,
      item.clientMessageId &&
        html`<span title="${item.clientMessageId}">${truncate(item.clientMessageId, LONGEST_ID)}</span>`,
      html`<a class="id" href="${pathTo.message(item.umid)}" title="${item.umid}">${shortId(item.umid)}</a>`,
    ]),
  });
}

/** In our words if the error is a documented one, with a link to what they mean. */
function whyText(item: ReadableItem): Value {
  const { errorCode } = item;
  const advice = isFailure(item) && errorAdviceOf(errorCode);
  if (!advice || errorCode === undefined) return errorText(item) || outcomeText(item);
  return html`${sentence(advice.meaning)} (<a href="${pathTo.error(errorCode)}">error ${errorCode}</a>)`;
}

/** The first digits, which a search finds too. An id of another form is shown whole. */
export function shortId(umid: string): string {
  return /^[\da-f]{8}-/.test(umid) ? `${umid.slice(0, SHOWN_DIGITS)}…` : umid;
}
