import { describe, expect, test } from '@jest/globals';
import { instantText, toUtc } from '../../../lambda/receipt/timestamp.ts';

describe('toUtc', () => {
  test.each([
    ['whole seconds', '2016-01-01T00:00:00Z', '2016-01-01T00:00:00Z'],
    ['two digits, as documented', '2020-12-22T01:24:21.06Z', '2020-12-22T01:24:21.06Z'],
    ['seven digits, as .NET writes them', '2020-12-22T01:24:30.6030893Z', '2020-12-22T01:24:30.6030893Z'],
    ['zeros at the end', '2020-12-22T01:24:30.600Z', '2020-12-22T01:24:30.600Z'],
    ['a zone east', '2016-01-01T08:00:00.5+08:00', '2016-01-01T00:00:00.5Z'],
    ['a zone west', '2015-12-31T19:30:00-0430', '2016-01-01T00:00:00Z'],
    ['the widest zone', '2016-01-01T23:59:00+23:59', '2016-01-01T00:00:00Z'],
    ['a zone of hours', '2016-01-01T08:00:00+08', '2016-01-01T00:00:00Z'],
    ['a space for the T', '2016-01-01 00:00:00Z', '2016-01-01T00:00:00Z'],
    ['a small t and z', '2016-01-01t00:00:00.5z', '2016-01-01T00:00:00.5Z'],
    ['UTC', '2016-01-01 00:00:00 UTC', '2016-01-01T00:00:00Z'],
    ['utc without a space', '2016-01-01T00:00:00utc', '2016-01-01T00:00:00Z'],
    ['a space before the zone', '2016-01-01 08:00:00.5 +08:00', '2016-01-01T00:00:00.5Z'],
    ['a comma before the fraction', '2016-01-01T00:00:00,123Z', '2016-01-01T00:00:00.123Z'],
    ['space around it', ' 2016-01-01T00:00:00Z\n', '2016-01-01T00:00:00Z'],
    ['a leap day', '2016-02-29T23:59:59Z', '2016-02-29T23:59:59Z'],
    ['the year 0', '0000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
  ])('takes %s', (_, text, utc) => {
    expect(toUtc(text)).toBe(utc);
  });

  test.each([
    ['nothing', ''],
    ['a date alone', '2016-01-01'],
    ['no seconds', '2016-01-01T00:00Z'],
    ['no zone', '2016-01-01T00:00:00'],
    ['a 13th month', '2016-13-01T00:00:00Z'],
    ['a 30 February', '2016-02-30T00:00:00Z'],
    ['a leap day in a common year', '2015-02-29T00:00:00Z'],
    ['hour 24', '2016-01-01T24:00:00Z'],
    ['second 60', '2016-12-31T23:59:60Z'],
    ['a point without digits', '2016-01-01T00:00:00.Z'],
    ['a fraction without end', `2016-01-01T00:00:00.${'0'.repeat(31)}Z`],
    ['a zone of 24 hours', '2016-01-01T00:00:00+24:00'],
    ['a zone of 60 minutes', '2016-01-01T00:00:00+01:60'],
    ['a year of five digits', '12016-01-01T00:00:00Z'],
    ['a time before the year 0', '0000-01-01T00:00:00+01:00'],
    ['a time after the year 9999', '9999-12-31T23:59:59-01:00'],
    ['text before it', 'at 2016-01-01T00:00:00Z'],
    ['text after it', '2016-01-01T00:00:00Z or so'],
    ['two spaces before the zone', '2016-01-01T00:00:00  Z'],
    ['the day first', '01-02-2016T00:00:00Z'],
    ['the zone by name', '2016-01-01T00:00:00 CET'],
    ['a zone of one digit', '2016-01-01T00:00:00+8'],
  ])('refuses %s', (_, text) => {
    expect(toUtc(text)).toBeUndefined();
  });
});

describe('a time without a zone', () => {
  test.each(['2016-01-01T00:00:00', '2016-01-01 00:00:00', '2016-01-01 00:00:00,5'])('%s is UTC on request', (text) => {
    expect(toUtc(text)).toBeUndefined();
    expect(toUtc(text, 'UTC')).toBe(`${text.replace(' ', 'T').replace(',', '.')}Z`);
  });

  test('a zone that is there counts', () => {
    expect(toUtc('2016-01-01 08:00:00+08', 'UTC')).toBe('2016-01-01T00:00:00Z');
  });
});

describe('instantText', () => {
  test.each([
    ['2016-01-01T00:00:00Z', '2016-01-01T00:00:00'],
    ['2016-01-01T00:00:10Z', '2016-01-01T00:00:10'],
    ['2016-01-01T00:00:00.000Z', '2016-01-01T00:00:00'],
    ['2016-01-01T00:00:00.060Z', '2016-01-01T00:00:00.06'],
  ])('%s is %s', (utc, text) => {
    expect(instantText(utc)).toBe(text);
  });
});
