const TOKEN =
  /[\t\n\r ]*(?:(?<punctuation>[{}[\],:])|(?<string>"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/y;

type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or end';

/**
 * Where a text stops being JSON: the offset of the first token that may not stand there. The messages of `JSON.parse`
 * give no position for some errors.
 *
 * @returns the length of the text where only its end is missing
 */
export function jsonErrorOffset(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let offset = 0;
  for (;;) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    const token = match?.groups?.punctuation ?? (match?.groups?.string === undefined ? 'literal' : 'string');
    const next: Expected | undefined = match === null ? undefined : follow(expected, token, open);
    if (next === undefined) return offset + (/^[\t\n\r ]*/.exec(text.slice(offset))?.[0].length ?? 0);
    expected = next;
    offset = TOKEN.lastIndex;
  }
}

/** What is expected after a token; undefined where the token is not expected. */
function follow(expected: Expected, token: string, open: ('{' | '[')[]): Expected | undefined {
  const closes = open.at(-1) === '{' ? '}' : ']';
  const mayClose = expected === ', or end' ? open.length > 0 : expected.endsWith(closes);
  if (token === closes && mayClose) {
    open.pop();
    return ', or end';
  }
  if (expected.startsWith('value')) {
    if (token === '{' || token === '[') {
      open.push(token);
      return token === '{' ? 'name or }' : 'value or ]';
    }
    return token === 'string' || token === 'literal' ? ', or end' : undefined;
  }
  if (expected.startsWith('name')) return token === 'string' ? ':' : undefined;
  if (expected === ':') return token === ':' ? 'value' : undefined;
  if (token !== ',' || open.length === 0) return undefined;
  return open.at(-1) === '{' ? 'name' : 'value';
}
