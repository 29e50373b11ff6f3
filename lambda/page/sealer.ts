import { createHmac, hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';

/** What a sealed text is for. A text that was sealed for one purpose does not open for another. */
export type Purpose = 'session' | 'sign-in' | 'search';

/** Encrypts what a browser keeps for this page. */
export interface Sealer {
  /** @param seconds - how long it opens; a day at most */
  seal(purpose: Purpose, content: object, seconds: number): Promise<string>;
  /** The content; undefined if this page did not seal it, or if it is too old. */
  unseal(purpose: Purpose, sealed: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** A name for a phone number that only this deployment can make: without the key, all numbers could be tried. */
  hashNumber(number: string): Promise<string>;
}

const KEY_BYTES = 32;
const DAY_MS = 24 * 3_600_000;
const ENCRYPTION = 'A256GCM';
const HASH_DIGITS = 16;

/**
 * Seals by AES-256-GCM. Each purpose has a new key each day, derived from the key in the secret: a key that leaks is useless
 * two days later.
 */
export function createSealer(readSessionKey: () => Promise<string>, now: () => Date): Sealer {
  const keyFor = async (label: string) =>
    new Uint8Array(hkdfSync('sha256', await readSessionKey(), '', label, KEY_BYTES));
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return {
    seal: async (purpose, content, seconds) => {
      const ms = now().getTime();
      const day = dayOf(ms);
      return new EncryptJWT({ ...content })
        .setProtectedHeader({ alg: 'dir', enc: ENCRYPTION, kid: day })
        .setExpirationTime(Math.floor(ms / 1000) + seconds)
        .encrypt(await keyFor(`${purpose} ${day}`));
    },
    unseal: async (purpose, sealed) => {
      const ms = now().getTime();
      const days = [dayOf(ms), dayOf(ms - DAY_MS)];
      try {
        const { payload } = await jwtDecrypt(
          sealed,
          ({ kid = '' }) => {
            if (!days.includes(kid)) throw new errors.JWEDecryptionFailed();
            return keyFor(`${purpose} ${kid}`);
          },
          {
            keyManagementAlgorithms: ['dir'],
            contentEncryptionAlgorithms: [ENCRYPTION],
            requiredClaims: ['exp'],
            currentDate: now(),
          },
        );
        return payload;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
    hashNumber: async (number) =>
      createHmac('sha256', await keyFor('number'))
        .update(number)
        .digest('hex')
        .slice(0, HASH_DIGITS),
  };
}
