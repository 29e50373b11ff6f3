import { formsOfDestination } from '../lookup/find-keys.ts';

/** Whether a body names one of the messages or numbers. */
export type Mentions = (body: string | Uint8Array) => boolean;

/** Bodies that could not be recorded may be broken anywhere, so this looks at their text, not at their fields. */
export function mentions(umids: readonly string[], destination: string | undefined): Mentions {
  const patterns = [
    ...umids.map(escaped),
    // Not within a longer number
    ...(destination === undefined
      ? []
      : formsOfDestination(destination).map((form) => `(?<!\\d)${escaped(form)}(?!\\d)`)),
  ];
  if (patterns.length === 0) return () => false;
  const pattern = new RegExp(patterns.join('|'), 'i');
  return (body) => pattern.test(typeof body === 'string' ? body : asText(body));
}

/** One character for each byte; without the zeros that UTF-16 has between ASCII characters. */
function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1').replaceAll('\0', '');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
