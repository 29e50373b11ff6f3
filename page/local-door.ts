import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ROLES } from '../contract/page.ts';
import { describeError } from '../toolbox/errors.ts';
import { isLocalHost } from '../toolbox/loopback.ts';
import type { Door } from './door.ts';
import { html } from './html.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Lets in everybody who uses this machine, and records nothing. Sealed texts open until the process ends. */
export function localDoor(): Door {
  const key = randomBytes(KEY_BYTES);
  return {
    isHosted: false,
    enter: async (c, pages) =>
      // Otherwise DNS rebinding would let another site read these pages
      isLocalHost(c.req.header('host'))
        ? { subject: 'local', roles: ROLES }
        : pages.showProblem(c, 421, {
            title: 'This is not the address of the page',
            text: 'The page answers at the address that it was started with, on 127.0.0.1.',
            advice: [html`Open http://127.0.0.1 or http://localhost, with the port that the tool printed.`],
          }),
    record: () => {},
    seal: async (text) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv);
      const sealed = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(sealed).toString('base64url');
    },
    unseal: async (sealed) => {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const text = [decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()];
        return Buffer.concat(text).toString('utf8');
      } catch {
        return undefined;
      }
    },
    describeError,
  };
}
