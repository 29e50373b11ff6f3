import { describe, expect, test } from '@jest/globals';
import { secretTokens } from '../../../lambda/receive/secret-tokens.ts';
import { secretsManagerThat } from '../../support/secrets-manager.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00Z');

/** A secret, and how its service is. */
class FakeSecret {
  current: SecretValue = { text: 'first', createdAt: START - 100 * HOUR, version: 'version-0' };
  previous: SecretValue | undefined;
  isDown = false;
  isPreviousDown = false;
  isHanging = false;
  /** Requests that are under way wait for this, and end as it does. */
  frozen: Promise<never> | undefined;
  readonly requests: string[] = [];
  readonly client = secretsManagerThat(async (stage) => {
    this.requests.push(stage);
    if (this.isHanging) await new Promise(() => undefined);
    await this.frozen;
    if (this.isDown || (this.isPreviousDown && stage === 'AWSPREVIOUS')) return { __type: 'InternalServiceError' };
    const value = stage === 'AWSPREVIOUS' ? this.previous : this.current;
    if (value === undefined) return { __type: 'ResourceNotFoundException', message: 'no such version' };
    const { text, createdAt, version } = value;
    return { SecretString: text, VersionId: version, CreatedDate: createdAt && createdAt / 1000 };
  });
  #versions = 0;

  rotate(text: string, createdAt: number | undefined): void {
    this.previous = this.current;
    this.#versions += 1;
    this.current = { text, createdAt, version: `version-${this.#versions}` };
  }
}

interface SecretValue {
  readonly text: string;
  readonly version: string;
  readonly createdAt: number | undefined;
}

function setUp() {
  const service = new FakeSecret();
  const clock = { now: START };
  const source = secretTokens(service.client, { secretId: 'token', overlapHours: 24 }, () => clock.now);
  /** Whether a token is accepted. Stops at the first match, as the receiver does. */
  const accepts = async (token: string): Promise<boolean> => {
    for await (const accepted of source.acceptedTokens()) if (accepted === token) return true;
    return false;
  };
  /** Lets a background read begin. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return { service, clock, source, accepts, settle };
}

/** Holds requests that begin from now on. Thawed, they time out. */
function freeze(service: FakeSecret): () => void {
  let thaw = (): void => undefined;
  service.frozen = new Promise((_, reject) => {
    thaw = () => reject(new DOMException('The time is over.', 'AbortError'));
  });
  return thaw;
}

describe('the current token', () => {
  test('is read once, and concurrent requests wait for that read', async () => {
    const { service, source, accepts } = setUp();
    source.prefetch();
    expect(await Promise.all([accepts('first'), accepts('first'), accepts('first')])).toEqual([true, true, true]);
    expect(await accepts('first')).toBe(true);
    expect(service.requests).toEqual(['AWSCURRENT']);
  });

  test('is read again for an unknown token, at most once a minute', async () => {
    const { service, clock, accepts } = setUp();
    await accepts('first');
    clock.now += 59_999;
    service.rotate('second', clock.now);
    expect(await accepts('second')).toBe(false);
    clock.now += 1;
    expect(await accepts('second')).toBe(true);
    expect(await accepts('wrong')).toBe(false);
    expect(await accepts('wrong')).toBe(false);
    expect(service.requests).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPREVIOUS']);
  });

  test('is read again for an unknown token, also during a background read', async () => {
    const { service, clock, accepts } = setUp();
    await accepts('first');
    service.rotate('second', clock.now);
    clock.now += HOUR;
    expect(await accepts('second')).toBe(true);
    expect(service.requests).toEqual(['AWSCURRENT', 'AWSCURRENT']);
  });

  test('is read again in the background after an hour', async () => {
    const { service, clock, accepts, settle } = setUp();
    await accepts('first');
    service.rotate('second', clock.now);
    clock.now += HOUR - 1;
    expect(await accepts('first')).toBe(true);
    expect(service.requests).toEqual(['AWSCURRENT']);
    clock.now += 1;
    service.isHanging = true;
    expect(await accepts('first')).toBe(true);
    await settle();
    expect(service.requests).toEqual(['AWSCURRENT', 'AWSCURRENT']);
  });

  test('is read again in the background at most once a minute while that fails', async () => {
    const { service, clock, accepts, settle } = setUp();
    const readsAfter = async (ms: number) => {
      clock.now += ms;
      expect(await accepts('first')).toBe(true);
      await settle();
      return service.requests.length;
    };
    expect(await readsAfter(0)).toBe(1);
    service.isDown = true;
    expect([await readsAfter(HOUR), await readsAfter(59_999), await readsAfter(1)]).toEqual([2, 2, 3]);
    service.isDown = false;
    expect([await readsAfter(60_000), await readsAfter(60_000)]).toEqual([4, 4]);
  });
});

describe('the previous token', () => {
  test('is accepted until the overlap ends', async () => {
    const { service, clock, accepts } = setUp();
    service.rotate('second', START);
    expect(await accepts('first')).toBe(true);
    clock.now += 24 * HOUR - 1;
    expect(await accepts('first')).toBe(true);
    clock.now += 1;
    expect(await accepts('first')).toBe(false);
    expect(await accepts('second')).toBe(true);
  });

  test('is refused by a container that was frozen during the rotation and the overlap', async () => {
    const { service, clock, accepts } = setUp();
    await accepts('first');
    clock.now += 1;
    service.rotate('second', clock.now);
    clock.now += 24 * HOUR;
    expect(await accepts('first')).toBe(false);
  });

  test('ends with its version, even if its successor is stored again', async () => {
    const { service, clock, accepts } = setUp();
    service.rotate('second', START);
    expect(await accepts('first')).toBe(true);
    clock.now += HOUR;
    service.rotate('third', clock.now);
    service.rotate('second', clock.now);
    expect(await accepts('third')).toBe(true);
    expect(await accepts('first')).toBe(false);
  });

  test('causes an error if it cannot be read, but only for a request that needs it', async () => {
    const { service, accepts } = setUp();
    service.rotate('second', START);
    service.isPreviousDown = true;
    expect(await accepts('second')).toBe(true);
    expect(service.requests).toEqual(['AWSCURRENT']);
    await expect(accepts('first')).rejects.toThrow();
    service.isPreviousDown = false;
    expect(await accepts('first')).toBe(true);
  });

  test('is accepted without surrounding white space, as the current one is', async () => {
    const { service, accepts } = setUp();
    service.current = { ...service.current, text: '\t first\r\n' };
    service.rotate(' second\n', START);
    expect(await accepts('second')).toBe(true);
    expect(await accepts('first')).toBe(true);
  });

  test.each([
    ['the overlap has ended', { createdAt: START - 24 * HOUR }],
    ['the date of the current token is missing', { createdAt: undefined }],
  ])('is not read if %s', async (_, { createdAt }) => {
    const { service, accepts } = setUp();
    service.rotate('second', createdAt);
    expect(await accepts('first')).toBe(false);
    expect(service.requests).toEqual(['AWSCURRENT']);
  });

  test('may be missing', async () => {
    const { service, accepts } = setUp();
    service.current = { ...service.current, createdAt: START };
    expect(await accepts('wrong')).toBe(false);
    expect(service.requests).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  });
});

describe('while the secret cannot be read', () => {
  test('no token is accepted, and the next request reads again', async () => {
    const { service, accepts } = setUp();
    service.isDown = true;
    await expect(accepts('first')).rejects.toThrow();
    service.isDown = false;
    expect(await accepts('first')).toBe(true);
  });

  test.each([1, 3])(
    '%i requests that join a read that was frozen with the container cause one more read',
    async (count) => {
      const { service, source, accepts, settle } = setUp();
      const thaw = freeze(service);
      source.prefetch();
      await settle();
      service.frozen = undefined;
      const accepted = Promise.all(Array.from({ length: count }, () => accepts('first')));
      thaw();
      expect(await accepted).toEqual(Array(count).fill(true));
      expect(service.requests).toEqual(['AWSCURRENT', 'AWSCURRENT']);
    },
  );

  test('a new token is accepted although the background read of the previous request was frozen', async () => {
    const { service, clock, accepts, settle } = setUp();
    await accepts('first');
    const thaw = freeze(service);
    clock.now += HOUR;
    await accepts('first');
    await settle();
    service.frozen = undefined;
    service.rotate('second', clock.now);
    const accepted = accepts('second');
    thaw();
    expect(await accepted).toBe(true);
  });

  test('tokens that were read before are accepted, and unknown tokens cause an error', async () => {
    const { service, clock, accepts } = setUp();
    service.rotate('second', START);
    await accepts('first');
    service.isDown = true;
    clock.now += 60_000;
    await expect(accepts('third')).rejects.toThrow();
    expect(await accepts('first')).toBe(true);
    clock.now += 23 * HOUR;
    expect(await accepts('second')).toBe(true);
  });

  test('a token that may have been replaced before the overlap causes an error', async () => {
    const { service, clock, accepts } = setUp();
    await accepts('first');
    service.isDown = true;
    clock.now += 24 * HOUR;
    await expect(accepts('first')).rejects.toThrow();
    service.isDown = false;
    expect(await accepts('first')).toBe(true);
  });

  test('the first request after it is readable again accepts the new token', async () => {
    const { service, clock, accepts } = setUp();
    await accepts('first');
    clock.now += 60_000;
    service.rotate('second', clock.now);
    service.isDown = true;
    await expect(accepts('second')).rejects.toThrow();
    service.isDown = false;
    expect(await accepts('second')).toBe(true);
  });
});
