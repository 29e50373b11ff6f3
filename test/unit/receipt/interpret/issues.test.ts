import { describe, expect, test } from '@jest/globals';
import { interpret } from '../../../../lambda/receipt/interpret.ts';
import { type Body, sampleReceipt } from '../../../fixtures/samples.ts';
import { issuesOf } from '../../../support/interpreted.ts';

describe('one invalid field', () => {
  const uuid = 'must be a UUID, such as 9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
  const time = 'must be an ISO 8601 date and time with seconds and zone, such as 2016-01-01T00:00:00Z';
  test.each<[name: string, change: (body: Body) => void, pointer: string, detail: string]>([
    ['no namespace', (b) => delete b.namespace, '/namespace', 'is required'],
    ['a null namespace', (b) => (b.namespace = null), '/namespace', 'is required'],
    ['a number for the namespace', (b) => (b.namespace = 1), '/namespace', 'must be "SMS"'],
    ['no event type', (b) => delete b.eventType, '/eventType', 'is required'],
    ['an empty event type', (b) => (b.eventType = ''), '/eventType', 'is required'],
    ['no payload', (b) => delete b.payload, '/payload', 'is required'],
    ['a list for the payload', (b) => (b.payload = []), '/payload', 'must be an object, not a list'],
    ['no umid', (b) => delete b.payload.umid, '/payload/umid', 'is required'],
    ['an empty umid', (b) => (b.payload.umid = ''), '/payload/umid', 'is required'],
    ['a umid that is not a UUID', (b) => (b.payload.umid = 'x'), '/payload/umid', uuid],
    ['a umid with more', (b) => (b.payload.umid += '0'), '/payload/umid', uuid],
    ['a umid of spaces', (b) => (b.payload.umid = ' '), '/payload/umid', uuid],
    ['a number for the umid', (b) => (b.payload.umid = 7), '/payload/umid', 'must be text, not a number'],
    ['no status', (b) => delete b.payload.status, '/payload/status', 'is required'],
    ['text for the status', (b) => (b.payload.status = 'sent'), '/payload/status', 'must be an object, not text'],
    ['no state', (b) => delete b.payload.status.state, '/payload/status/state', 'is required'],
    [
      'a number for the state',
      (b) => (b.payload.status.state = 1),
      '/payload/status/state',
      'must be text, not a number',
    ],
    ['a state of spaces', (b) => (b.payload.status.state = ' \t'), '/payload/status/state', 'is required'],
    ['no timestamp', (b) => delete b.payload.status.timestamp, '/payload/status/timestamp', 'is required'],
    [
      'a timestamp that is not ISO 8601',
      (b) => (b.payload.status.timestamp = 'now'),
      '/payload/status/timestamp',
      time,
    ],
    [
      'epoch seconds',
      (b) => (b.payload.status.timestamp = 1451606400),
      '/payload/status/timestamp',
      'must be text, not a number',
    ],
  ])('%s', (_, change, pointer, detail) => {
    expect(issuesOf(sampleReceipt(change))).toEqual([{ pointer, detail }]);
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
