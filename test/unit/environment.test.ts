import { expect, test } from '@jest/globals';
import {
  readArchiveEnvironment,
  readPublishEnvironment,
  readReceiveEnvironment,
  readRedriveEnvironment,
} from '../../lambda/environment.ts';

const COMPLETE = {
  RECEIPTS_TABLE: 'receipts',
  SET_ASIDE_TABLE: 'set-aside',
  TOKEN_SECRET_ID: 'secret',
  TOKEN_OVERLAP_HOURS: '24',
  RETENTION_DAYS: '90',
  FALLBACK_QUEUE_URL: 'https://queue.example.com/fallback',
};

test('a complete environment is read', () => {
  const optional = { ALLOWED_SOURCES: '192.0.2.1, 192.0.2.2,', LOG_PRICES: 'true' };
  expect(readReceiveEnvironment({ ...COMPLETE, ...optional })).toMatchObject({
    receiptsTable: 'receipts',
    setAsideTable: 'set-aside',
    tokenSecretId: 'secret',
    tokenOverlapHours: 24,
    retentionDays: 90,
    setAsideRetentionDays: 30,
    logPrices: true,
    metrics: { namespace: 'SmsReceipts', bySubAccount: false },
    fallbackQueueUrl: 'https://queue.example.com/fallback',
    allowedSources: ['192.0.2.1', '192.0.2.2'],
  });
  expect(readReceiveEnvironment(COMPLETE).allowedSources).toEqual([]);
});

test.each([
  [{ RECEIPTS_TABLE: ' ' }, 'RECEIPTS_TABLE is missing'],
  [{ TOKEN_SECRET_ID: undefined }, 'TOKEN_SECRET_ID is missing'],
  [{ RETENTION_DAYS: '' }, 'RETENTION_DAYS must be a positive number'],
  [{ RETENTION_DAYS: '0' }, 'RETENTION_DAYS must be a positive number'],
  [{ TOKEN_OVERLAP_HOURS: 'Infinity' }, 'TOKEN_OVERLAP_HOURS must be a positive number'],
])('%j is refused with the name of the variable', (change, fault) => {
  expect(() => readReceiveEnvironment({ ...COMPLETE, ...change })).toThrow(fault);
});

test('the error lists every fault', () => {
  expect(() => readReceiveEnvironment({})).toThrow(
    'RECEIPTS_TABLE is missing; SET_ASIDE_TABLE is missing; RETENTION_DAYS must be a positive number; TOKEN_SECRET_ID is missing; TOKEN_OVERLAP_HOURS must be a positive number; FALLBACK_QUEUE_URL is missing',
  );
});

test('the redrive function needs only the tables and the retention, and may have the queue', () => {
  const { RECEIPTS_TABLE, SET_ASIDE_TABLE, RETENTION_DAYS, FALLBACK_QUEUE_URL } = COMPLETE;
  const needed = { RECEIPTS_TABLE, SET_ASIDE_TABLE, RETENTION_DAYS };
  expect(readRedriveEnvironment({ ...needed, FALLBACK_QUEUE_URL })).toMatchObject({
    fallbackQueueUrl: FALLBACK_QUEUE_URL,
  });
  expect(readRedriveEnvironment(needed)).toMatchObject({
    fallbackQueueUrl: '',
    receiptsTable: 'receipts',
    setAsideTable: 'set-aside',
    retentionDays: 90,
    setAsideRetentionDays: 30,
    logPrices: false,
    metrics: { namespace: 'SmsReceipts', bySubAccount: false },
  });
  expect(() => readRedriveEnvironment({})).toThrow('RECEIPTS_TABLE is missing; SET_ASIDE_TABLE is missing');
});

test.each([
  [{ METRICS_NAMESPACE: 'Trial' }, { namespace: 'Trial', bySubAccount: false }],
  [{ SUB_ACCOUNT_METRICS: 'true' }, { namespace: 'SmsReceipts', bySubAccount: true }],
  [{ SUB_ACCOUNT_METRICS: 'false' }, { namespace: 'SmsReceipts', bySubAccount: false }],
])('with %j the metrics are %j', (variables, metrics) => {
  expect(readRedriveEnvironment({ ...COMPLETE, ...variables }).metrics).toEqual(metrics);
});

const PUBLISH = { EVENT_BUS: 'bus', EVENT_DEAD_LETTER_QUEUE_URL: 'https://queue.example.com/events' };

test('the publish function needs a bus and a queue, and adds no personal data without fields', () => {
  expect(readPublishEnvironment({ ...PUBLISH, EVENT_FIELDS: 'destination, source' })).toEqual({
    eventBus: 'bus',
    eventFields: ['destination', 'source'],
    eventDeadLetterQueueUrl: 'https://queue.example.com/events',
  });
  expect(readPublishEnvironment(PUBLISH).eventFields).toEqual([]);
  expect(() => readPublishEnvironment({})).toThrow('EVENT_BUS is missing; EVENT_DEAD_LETTER_QUEUE_URL is missing');
  expect(readPublishEnvironment({ ...PUBLISH, EVENT_FIELDS: 'body' }).eventFields).toEqual([]);
});

test('the archive has no personal data without fields', () => {
  const archive = { ARCHIVE_STREAM: 'rows', ARCHIVE_DEAD_LETTER_QUEUE_URL: 'https://queue.example.com/rows' };
  expect(readArchiveEnvironment(archive).archiveFields).toEqual([]);
  expect(readArchiveEnvironment({ ...archive, ARCHIVE_FIELDS: 'source' }).archiveFields).toEqual(['source']);
});
