import { hkdfSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { EncryptJWT } from 'jose';
import { createSealer } from '../../../lambda/page/sealer.ts';

const KEY = 'a-key-for-tests-that-is-long-enough-for-a-page';
const HOUR_S = 3_600;

/** A sealer whose clock and key can be set. */
function sealerAt(time: string, key = KEY) {
  const set = { now: new Date(time), key };
  return {
    set,
    sealer: createSealer(
      async () => set.key,
      () => set.now,
    ),
  };
}

test('what was sealed opens again, and shows nothing before', async () => {
  const { sealer } = sealerAt('2026-11-28T12:00:00Z');
  const sealed = await sealer.seal('search', { text: '+12025550293' }, HOUR_S);
  expect(sealed).toMatch(/^[\w.-]+$/);
  expect(Buffer.from(sealed, 'base64url').toString('latin1') + sealed).not.toContain('2025550293');
  expect(await sealer.unseal('search', sealed)).toMatchObject({ text: '+12025550293' });
});

describe('what was sealed at noon for 8 hours', () => {
  test.each([
    ['a moment before it ends', '2026-11-28T19:59:59Z', KEY, true],
    ['at its end', '2026-11-28T20:00:00Z', KEY, false],
    ['with another key', '2026-11-28T12:00:00Z', `${KEY}!`, false],
  ])('%s', async (_, time, key, opens) => {
    const { sealer, set } = sealerAt('2026-11-28T12:00:00Z');
    const sealed = await sealer.seal('session', {}, 8 * HOUR_S);
    Object.assign(set, { now: new Date(time), key });
    expect((await sealer.unseal('session', sealed)) !== undefined).toBe(opens);
  });
});

test.each([
  ['the next day', '2026-11-29T23:59:59Z', true],
  ['two days later', '2026-11-30T00:00:00Z', false],
])('the key of a day still opens %s', async (_, time, opens) => {
  const { sealer, set } = sealerAt('2026-11-28T00:00:00Z');
  const sealed = await sealer.seal('session', {}, 90 * HOUR_S);
  set.now = new Date(time);
  expect((await sealer.unseal('session', sealed)) !== undefined).toBe(opens);
});

test('what was sealed for one purpose does not open for another', async () => {
  const { sealer } = sealerAt('2026-11-28T12:00:00Z');
  const sealed = await sealer.seal('search', { subject: 'ann-1' }, HOUR_S);
  expect(await sealer.unseal('session', sealed)).toBeUndefined();
});

test('a change of any character is noticed', async () => {
  const { sealer } = sealerAt('2026-11-28T12:00:00Z');
  const sealed = await sealer.seal('session', { subject: 'ann-1' }, HOUR_S);
  for (let at = 0; at < sealed.length; at += 1) {
    const other = sealed[at] === 'A' ? 'Q' : 'A';
    const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
    expect(await sealer.unseal('session', changed)).toBeUndefined();
  }
});

test.each(['', 'x', 'a.b.c', 'a.b.c.d.e', '....'])('%j does not open', async (sealed) => {
  expect(await sealerAt('2026-11-28T12:00:00Z').sealer.unseal('session', sealed)).toBeUndefined();
});

test.each([
  [{ alg: 'dir', enc: 'A256GCM', kid: '2026-11-28' }, true],
  [{ alg: 'dir', enc: 'A256GCM' }, false],
  [{ alg: 'dir', enc: 'A128CBC-HS256', kid: '2026-11-28' }, false],
  [{ alg: 'A256KW', enc: 'A256GCM', kid: '2026-11-28' }, false],
])('a token with the right key and the header %j opens: %s', async (header, opens) => {
  const key = new Uint8Array(hkdfSync('sha256', KEY, '', 'session 2026-11-28', 32));
  const end = new Date('2026-11-28T12:01:00Z');
  const token = await new EncryptJWT({}).setProtectedHeader(header).setExpirationTime(end).encrypt(key);
  const { sealer } = sealerAt('2026-11-28T12:00:00Z');
  expect((await sealer.unseal('session', token)) !== undefined).toBe(opens);
});

test('a token without an end does not open', async () => {
  const key = new Uint8Array(hkdfSync('sha256', KEY, '', 'session 2026-11-28', 32));
  const header = { alg: 'dir', enc: 'A256GCM', kid: '2026-11-28' };
  const token = await new EncryptJWT({}).setProtectedHeader(header).encrypt(key);
  expect(await sealerAt('2026-11-28T12:00:00Z').sealer.unseal('session', token)).toBeUndefined();
});

test('a fault of the secret is not taken for a wrong seal', async () => {
  const sealed = await sealerAt('2026-11-28T12:00:00Z').sealer.seal('session', {}, HOUR_S);
  const sealer = createSealer(
    () => Promise.reject(new Error('no secret')),
    () => new Date('2026-11-28T12:00:00Z'),
  );
  await expect(sealer.unseal('session', sealed)).rejects.toThrow('no secret');
});

test('the hash of a number is the same each day, and another with another key', async () => {
  const hashes = await Promise.all(
    [
      sealerAt('2026-11-28T12:00:00Z'),
      sealerAt('2027-01-01T12:00:00Z'),
      sealerAt('2026-11-28T12:00:00Z', `${KEY}!`),
    ].map(({ sealer }) => sealer.hashNumber('+12025550293')),
  );
  expect(hashes[0]).toMatch(/^[\da-f]{16}$/);
  expect(hashes[1]).toBe(hashes[0]);
  expect(hashes[2]).not.toBe(hashes[0]);
});
