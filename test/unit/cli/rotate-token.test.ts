import { describe, expect, test } from '@jest/globals';
import { waitUntilAccepted } from '../../../cli/webhook/rotate-token.ts';
import { stepClock } from './step-clock.ts';

describe('waiting for the endpoint to accept a new token', () => {
  test.each([
    // Not before 61 s, because a running function reads the secret at most once a minute
    { acceptedFrom: 0, endsAt: 61_000, asked: 1 },
    { acceptedFrom: 61_000, endsAt: 61_000, asked: 1 },
    { acceptedFrom: 90_000, endsAt: 101_000, asked: 3 },
  ])(
    'ends after $endsAt ms and $asked attempts if the token is accepted from $acceptedFrom ms on',
    async (expected) => {
      const clock = stepClock();
      let asked = 0;
      const isAccepted = async () => {
        asked += 1;
        return clock.now() >= expected.acceptedFrom;
      };
      await waitUntilAccepted(isAccepted, 61_000, clock);
      expect({ endsAt: clock.now(), asked }).toEqual({ endsAt: expected.endsAt, asked: expected.asked });
    },
  );

  test('gives up two minutes after the wait', async () => {
    const clock = stepClock();
    await expect(waitUntilAccepted(async () => false, 0, clock)).rejects.toThrow('does not accept the new token');
    expect(clock.now()).toBe(140_000);
  });
});
