/** Characters that nobody sees: zeros of UTF-16, characters of format, variation selectors. */
const INVISIBLE = String.raw`\0\p{Cf}\p{Default_Ignorable_Code_Point}`;
const INVISIBLES = new RegExp(`[${INVISIBLE}]`, 'gu');
const AROUND_AN_ID = new RegExp(`^[\\s${INVISIBLE}]+|[\\s${INVISIBLE}]+$`, 'gu');

/** What people write between the digits of a number, as a class of a regular expression with the flag `u`. */
export const NUMBER_SEPARATOR = String.raw`[\s\p{Dash}\u2043\u30fc.·•,/()[\]]`;

/** Fewer digits are a short code. */
export const MIN_NUMBER_DIGITS = 7;

/** Text without what programs add or change when text is copied: wide and Arabic digits become plain ones, invisible characters go. */
export function plainText(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replace(INVISIBLES, '')
      // The last four bits of these characters are the digit
      .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
  );
}

/** An id without the space and the invisible characters around it. Within it, every character counts. */
export function trimId(text: string): string {
  return text.replace(AROUND_AN_ID, '');
}
