import { formsOfDestination } from '../lookup/find-keys.ts';

/** Whether a body names one of the messages, or the number. */
export type Mentions = (body: string | Uint8Array) => boolean;

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;

/**
 * Bodies that could not be recorded may be broken anywhere, so this looks at their text, not at their fields.
 *
 * @param umids - in lower case
 */
export function mentions(umids: readonly string[], destination: string | undefined): Mentions {
  const wanted = new Set(umids);
  // Not within a longer number
  const number = destination === undefined ? undefined : new RegExp(`(?<!\\d)${bareNumber(destination)}(?!\\d)`);
  return (body) => {
    const text = typeof body === 'string' ? body : asText(body);
    return number?.test(text) || (text.match(UUID) ?? []).some((umid) => wanted.has(umid.toLowerCase()));
  };
}

function bareNumber(destination: string): string {
  return formsOfDestination(destination).at(-1) ?? destination;
}

/** One character for each byte; without the zeros that UTF-16 has between ASCII characters. */
function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1').replaceAll('\0', '');
}
