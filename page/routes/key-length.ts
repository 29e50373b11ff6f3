import { MAX_KEY_BYTES } from '../../lookup/ids.ts';

/** Whether a text is longer than any key of a table. */
export function isTooLong(key: string): boolean {
  return Buffer.byteLength(key) > MAX_KEY_BYTES;
}
