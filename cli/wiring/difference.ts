import { inColumns } from '../../local/columns.ts';
import { printable } from '../terminal/output.ts';
import { credentialText, isEnabled, maskedUrl, type Webhook } from '../vendor/webhook.ts';

/** What is set now, and what will be, side by side. */
export function differenceText(present: Webhook | undefined, url: string): string {
  if (present === undefined) {
    return inColumns([
      ['', 'now', 'then'],
      ['webhook', 'none', printable(maskedUrl(url))],
    ]);
  }
  return inColumns([
    ['', 'now', 'then'],
    ['url', printable(maskedUrl(present.url)), printable(maskedUrl(url))],
    ['enabled', isEnabled(present) ? 'yes' : 'no', 'yes'],
    // What comes back is masked, so whether it is this token cannot be told
    ['credential', credentialText(present), 'the token of the stack'],
  ]);
}
