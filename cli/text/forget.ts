import { pluralize, printable } from '../../toolbox/text.ts';
import type { StoredTraces } from '../forget/forget.ts';
import type { VendorReport } from '../forget/forget-at-vendor.ts';

/**
 * What was erased, and what 8x8 answered.
 *
 * @param lookedFor - the number or the message
 * @param vendor - undefined if it was not asked
 * @param stack - whether it has an archive, and whether the log of its page says who erased this; undefined without a page
 */
export function reportText(
  lookedFor: string,
  traces: StoredTraces,
  vendor: VendorReport | undefined,
  { isArchived, inPageLog }: { readonly isArchived: boolean; readonly inPageLog: boolean | undefined },
): string {
  const { umids, setAsideIds } = printable(traces);
  return [
    `Looked for ${printable(lookedFor)}. Erased ${foundText(traces)}.`,
    ...umids.map((id) => `  message    ${id}`),
    ...setAsideIds.map((id) => `  set-aside  ${id}`),
    ...(vendor === undefined ? [] : [vendorText(vendor)]),
    ...(isArchived && umids.length > 0 ? [ARCHIVE_TEXT] : []),
    ...(inPageLog ? ['The log of the page says who erased these messages, and when.'] : []),
  ].join('\n');
}

const ARCHIVE_TEXT =
  'The archive keeps the statuses of these messages under their umids. It has no numbers, and nothing in the stack links these umids to a person any more.';

function vendorText({ removed, unknown, withoutSubAccount }: VendorReport): string {
  const known = `8x8 removes the personal data of ${pluralize(removed, 'message')}; it does not know ${unknown}.`;
  if (withoutSubAccount === 0) return known;
  return `${known} It was not asked about ${pluralize(withoutSubAccount, 'message')} whose items have no sub-account.`;
}

export function foundText({ umids, setAsideIds }: StoredTraces): string {
  return `${pluralize(umids.length, 'message')} and ${pluralize(setAsideIds.length, 'set-aside item')}`;
}
