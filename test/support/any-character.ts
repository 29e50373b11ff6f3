import fc from 'fast-check';

/**
 * Any character of Unicode, for the texts of properties. fast-check's own `binary` first makes a table of all characters, which
 * takes more than a second in each test file.
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
