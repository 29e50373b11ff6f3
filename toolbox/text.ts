/** Letters of scripts whose words have joiners, such as Persian and Hindi, and what emoji are made of. */
const JOINED = String.raw`(?![\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]`;
/** A zero-width joiner or non-joiner inside a word or an emoji. */
const JOINER = String.raw`(?<=${JOINED})[\u200c\u200d](?=${JOINED})`;
/** Control and format characters, and the separators of lines and paragraphs. */
const UNPRINTABLE = new RegExp(String.raw`(?!${JOINER})[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]`, 'gu');
const UNPRINTABLE_BUT_NEWLINE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Also what nobody sees, such as a variation selector, which a copied number may have. */
const INVISIBLE_BUT_NEWLINE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * Makes text from outside (stored, received, quoted) safe to print: a dot replaces every character that could control the
 * terminal or hide text. Also takes whole records, so that no field is forgotten.
 */
export function printable<T>(value: T): T {
  if (typeof value === 'string') return value.replace(UNPRINTABLE, '\u00b7') as T;
  if (Array.isArray(value)) return value.map(printable) as T;
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [printable(name), printable(field)])) as T;
}

/** Shows in an error what nobody sees, such as `\\u200b`, because it may be the cause. */
export function withEscapes(text: string): string {
  return text.replace(INVISIBLE_BUT_NEWLINE, escaped);
}

/** Escapes control and format characters but the newline, as in JSON. */
export function escapeUnprintable(json: string): string {
  return json.replace(UNPRINTABLE_BUT_NEWLINE, escaped);
}

/** As in `1 message` and `2 messages`. */
export function pluralize(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** Truncates text to a length. `…` marks the omission. */
export function truncate(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** A bar for a share of the width, to an eighth of a character. A share above 0 is always visible. */
export function barOf(share: number, width: number): string {
  const eighths = share > 0 ? Math.max(1, Math.round(Math.min(share, 1) * width * 8)) : 0;
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
