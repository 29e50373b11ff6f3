import { destinationVariants } from '../lookup/find-keys.ts';

/** Whether a body names one of the messages, or the number. */
export type Mentions = (body: string | Uint8Array) => boolean;

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;

/**
 * Bodies that could not be recorded may be broken anywhere, so this looks at their text, not at their fields.
 *
 * @param umids - in lower case
 */
export function createBodyMatcher(umids: readonly string[], destination: string | undefined): Mentions {
  const wanted = new Set(umids);
  // Not within a longer number
  const number = destination === undefined ? undefined : new RegExp(`(?<!\\d)${bareNumber(destination)}(?!\\d)`);
  return (body) => {
    // UTF-16 has zeros between ASCII characters, read as text or not
    const text = (typeof body === 'string' ? body : Buffer.from(body).toString('latin1')).replaceAll('\0', '');
    return number?.test(text) || (text.match(UUID) ?? []).some((umid) => wanted.has(umid.toLowerCase()));
  };
}

function bareNumber(destination: string): string {
  return destinationVariants(destination).at(-1) ?? destination;
}
