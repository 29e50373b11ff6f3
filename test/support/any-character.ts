import fc from 'fast-check';

/**
 * Any code point that is no half of a surrogate pair, as the unit of a text. fast-check's own unit, `binary`, first makes a table of
 * all of them, which takes more than a second in each test file.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code), codeOf);

/** For shrinking, and for the texts that fast-check adds because they are often handled badly, such as `__proto__`. */
function codeOf(text: unknown): number {
  const [character = '', ...others] = String(text);
  return others.length > 0 ? Number.NaN : (character.codePointAt(0) ?? Number.NaN);
}
