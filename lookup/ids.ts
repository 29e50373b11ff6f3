import { plainText, trimId } from './plain-text.ts';

/** DynamoDB's limit for a partition key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const MAX_KEY_BYTES = 2048;

const AROUND_HEX_DIGITS = /^urn:uuid:|[\s\p{Dash}\p{Quotation_Mark}`{}()<>,;]/giu;

/** The vendor's id of a message as it is stored, from any way to write a UUID; undefined if it is none. */
export function canonicalUmid(text: string): string | undefined {
  const digits = plainText(text).trim().replace(AROUND_HEX_DIGITS, '').toLowerCase();
  if (!/^[\da-f]{32}$/.test(digits)) return undefined;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The forms in which an id may be stored: as it is given, trimmed, and with a space that its sender did not trim. */
export function idForms(text: string): string[] {
  const id = trimId(text);
  return keysOf([text, id, `${id} `, ` ${id}`, ` ${id} `]);
}

/** The same for the vendor's id of a message, which something else may have stored in upper case. */
export function umidForms(text: string): string[] {
  const id = canonicalUmid(text) ?? trimId(text).toLowerCase();
  return keysOf([...idForms(text), ...idForms(id), id.toUpperCase()]);
}

/** Whether a text is longer than any key of a table. */
export function isTooLong(key: string): boolean {
  return Buffer.byteLength(key) > MAX_KEY_BYTES;
}

/** Without copies, and without what cannot be a key. */
export function keysOf(forms: readonly string[]): string[] {
  return [...new Set(forms)].filter((form) => form.trim() !== '' && !isTooLong(form));
}
