import { canonicalUmid } from './ids.ts';
import { numberIn, type PhoneNumber, readPhoneNumber } from './phone-number.ts';
import { plainText, trimId } from './plain-text.ts';

/** What a text that a person searches for can mean. The searches are those of the fields that are there. */
export interface SearchText {
  /** The text, to show and to look up as an id of the sender or of a batch. From an address of the page, what it names. */
  readonly text: string;
  /** The vendor's id of a message, in the form in which it is stored. */
  readonly umid?: string;
  /** The first digits of a umid, as tables show it. */
  readonly umidStart?: string;
  /** The number of a recipient. */
  readonly number?: PhoneNumber;
  /** A number that was possibly meant, because the text has no country code; with plus. */
  readonly meant?: string;
  /** What an address of the page shows. */
  readonly page?: 'message' | 'batch' | 'found';
}

/** As many digits of a umid as tables show, or more with their dashes. Plain text has three dots for `…`. */
const UMID_START = /^([\da-f]{8}(?:-[\da-f-]{0,26})?)(?:\.{3})?$/i;
const PAGES: Readonly<Record<string, NonNullable<SearchText['page']>>> = {
  messages: 'message',
  batches: 'batch',
  found: 'found',
};
/**
 * Where people write numbers without a country code and without a zero before them, so that ten digits look complete.
 */
const WITHOUT_TRUNK_PREFIX = 'US';

/**
 * Reads a text that was typed or pasted into a search: a number in any notation, a umid or its first 8 digits, an id of a
 * message or of a batch, or the address of a page that shows one.
 *
 * @param defaultCountry - ISO 3166 code of the country whose numbers may lack the country code
 */
export function readSearchText(given: string, defaultCountry?: string): SearchText {
  const { text, page } = fromAddress(given) ?? { text: given };
  const plain = plainText(text).trim();
  const umid = canonicalUmid(plain);
  if (umid !== undefined || page !== undefined)
    return { text: trimId(text), ...(umid && { umid }), ...(page && { page }) };
  const [, start] = UMID_START.exec(plain) ?? [];
  const meant = numberIn(plain, defaultCountry ?? WITHOUT_TRUNK_PREFIX);
  const number = readPhoneNumber(text, defaultCountry);
  return {
    text: trimId(text),
    ...(start && { umidStart: start.toLowerCase() }),
    number,
    ...(meant !== undefined && meant !== number.text && { meant }),
  };
}

/** What an address of the page names: in the path or in the query. */
function fromAddress(given: string): Pick<SearchText, 'text' | 'page'> | undefined {
  const address = given.trim();
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  const { pathname, searchParams } = new URL(address);
  const [folder = '', id] = pathname.split('/').slice(1).map(decoded);
  const text = id || searchParams.get('id') || searchParams.get('q');
  if (!text) return undefined;
  const page = PAGES[folder];
  return { text, ...(page && { page }) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
