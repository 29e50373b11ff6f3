const TOKEN =
  /[\t\n\r ]*(?:([{}[\],:])|("(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/y;

type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or end';

/**
 * The offset of the first token at which a text is no longer valid JSON. Some errors of `JSON.parse` have no position.
 *
 * @returns the length of the text if only its end is missing
 */
export function jsonErrorOffset(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let offset = 0;
  for (;;) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    const [, punctuation, string] = match ?? [];
    const token = punctuation ?? (string === undefined ? 'literal' : 'string');
    const next: Expected | undefined = match === null ? undefined : follow(expected, token, open);
    if (next === undefined) return offset + (/^[\t\n\r ]*/.exec(text.slice(offset))?.[0].length ?? 0);
    expected = next;
    offset = TOKEN.lastIndex;
  }
}

/** What is expected after a token; undefined if the token is not expected. */
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
