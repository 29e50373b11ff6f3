/** What a header carries between its ends: printable ASCII. */
const NOT_IN_HEADER = /[^\x20-\x7e]/u;

/**
 * Why a key or token, without space around it, cannot be what it should be, and what to do; undefined if it can. It never
 * quotes the credential but for one character that no credential has.
 */
export function credentialProblem(credential: string): string | undefined {
  if (/^[{[]/.test(credential) && isJson(credential))
    return 'is JSON. Store the value alone, without a name around it.';
  const wrong = NOT_IN_HEADER.exec(credential);
  if (wrong === null) return undefined;
  const point = wrong[0].codePointAt(0) ?? 0;
  const name = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  return `has a character at position ${wrong.index + 1} that no header can carry (${name}). Copy it again.`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
