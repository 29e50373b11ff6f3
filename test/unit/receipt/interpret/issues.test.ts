import { describe, expect, test } from '@jest/globals';
import { interpret } from '../../../../lambda/receipt/interpret.ts';
import { SAMPLE_UMID } from '../../../fixtures/samples.ts';
import { issuesOf, sampleWith } from '../../../support/interpreted.ts';

describe('one invalid field', () => {
  const REQUIRED = 'is required';
  const NOT_TEXT = 'must be text, not a number';
  const UUID = 'must be a UUID, such as 9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
  const TIME = 'must be an ISO 8601 date and time with seconds and zone, such as 2016-01-01T00:00:00Z';

  test.each<[name: string, pointer: string, value: unknown, detail: string]>([
    ['no namespace', '/namespace', undefined, REQUIRED],
    ['a null namespace', '/namespace', null, REQUIRED],
    ['a number for the namespace', '/namespace', 1, 'must be "SMS"'],
    ['no event type', '/eventType', undefined, REQUIRED],
    ['an empty event type', '/eventType', '', REQUIRED],
    ['no payload', '/payload', undefined, REQUIRED],
    ['a list for the payload', '/payload', [], 'must be an object, not a list'],
    ['no umid', '/payload/umid', undefined, REQUIRED],
    ['an empty umid', '/payload/umid', '', REQUIRED],
    ['a umid that is not a UUID', '/payload/umid', 'x', UUID],
    ['a umid with more', '/payload/umid', `${SAMPLE_UMID}0`, UUID],
    ['a umid of spaces', '/payload/umid', ' ', UUID],
    ['a number for the umid', '/payload/umid', 7, NOT_TEXT],
    ['an object for the umid', '/payload/umid', { a: 1 }, 'must be text, not an object'],
    ['a boolean for the umid', '/payload/umid', true, 'must be text, not a boolean'],
    ['no status', '/payload/status', undefined, REQUIRED],
    ['text for the status', '/payload/status', 'sent', 'must be an object, not text'],
    ['no state', '/payload/status/state', undefined, REQUIRED],
    ['a number for the state', '/payload/status/state', 1, NOT_TEXT],
    ['a state of spaces', '/payload/status/state', ' \t', REQUIRED],
    ['no timestamp', '/payload/status/timestamp', undefined, REQUIRED],
    ['a timestamp that is not ISO 8601', '/payload/status/timestamp', 'now', TIME],
    ['epoch seconds', '/payload/status/timestamp', 1451606400, NOT_TEXT],
  ])('%s', (_, pointer, value, detail) => {
    expect(issuesOf(sampleWith(pointer, value))).toEqual([{ pointer, detail }]);
  });

  test.each([
    ['null', null, 'must be an object, not null'],
    ['a list', [], 'must be an object, not a list'],
    ['text', 'receipt', 'must be an object, not text'],
    ['a number', 1, 'must be an object, not a number'],
  ])('%s for the whole body', (_, body, detail) => {
    expect(issuesOf(body)).toEqual([{ pointer: '', detail }]);
  });

  test('every issue is listed', () => {
    const issues = issuesOf({ namespace: 'SMS', payload: { umid: 'x', status: { timestamp: 'y' } } });
    expect(issues.map(({ pointer }) => pointer)).toEqual([
      '/eventType',
      '/payload/umid',
      '/payload/status/state',
      '/payload/status/timestamp',
    ]);
  });

  test('an empty object lacks everything', () => {
    expect(issuesOf({}).map(({ pointer }) => pointer)).toEqual(['/namespace', '/eventType', '/payload']);
    expect(issuesOf({ namespace: null, eventType: '' })).toHaveLength(3);
  });

  test('no issue repeats a value of the body', () => {
    const secret = '+12025550293';
    const body = {
      namespace: 'SMS',
      eventType: 7,
      payload: { umid: secret, status: secret },
    };
    expect(issuesOf(body)).toHaveLength(3);
    expect(JSON.stringify(interpret(body))).not.toContain(secret);
    expect(JSON.stringify(interpret({ ...body, payload: [secret] }))).not.toContain(secret);
  });

  test('64 KiB of brackets are an issue, and do not overflow the stack', () => {
    const list = JSON.parse('['.repeat(32_768) + ']'.repeat(32_768)) as unknown;
    expect(issuesOf(list)).toEqual([{ pointer: '/0'.repeat(20), detail: 'is nested deeper than 20 levels' }]);
    const object = JSON.parse(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`) as unknown;
    expect(issuesOf(object)).toEqual([{ pointer: '/a'.repeat(20), detail: 'is nested deeper than 20 levels' }]);
  });

  const nested = (name: string, levels = 20): unknown => (levels === 0 ? {} : { [name]: nested(name, levels - 1) });

  test('names in a pointer are escaped', () => {
    expect(issuesOf(nested('/~'))).toEqual([
      { pointer: '/~1~0'.repeat(20), detail: 'is nested deeper than 20 levels' },
    ]);
  });

  test('a list of issues is bounded in number and bytes', () => {
    const issues = issuesOf(Array(100).fill(nested('\u{1F600}'.repeat(3000))));
    expect(issues).toHaveLength(20);
    expect(issues[0]?.pointer).toMatch(/^\/99\/\u{1F600}{90,100}\ufffd?…$/u);
    expect(JSON.stringify(issues).length).toBeLessThan(20 * 400);
  });
});
