import { credentialText, isEnabled, maskedUrl, type Webhook } from '../../eight-by-eight/webhook.ts';
import { formatColumns } from '../terminal/columns.ts';
import { printable } from '../terminal/output.ts';

/** What is set now, and what will be, side by side. */
export function differenceText(present: Webhook | undefined, url: string): string {
  if (present === undefined) {
    return formatColumns([
      ['', 'now', 'then'],
      ['webhook', 'none', printable(maskedUrl(url))],
    ]);
  }
  return formatColumns([
    ['', 'now', 'then'],
    ['url', printable(maskedUrl(present.url)), printable(maskedUrl(url))],
    ['enabled', isEnabled(present) ? 'yes' : 'no', 'yes'],
    // What comes back is masked, so whether it is this token cannot be told
    ['credential', credentialText(present), 'the token of the stack'],
  ]);
}
