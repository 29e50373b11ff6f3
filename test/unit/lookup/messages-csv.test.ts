import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { messagesCsv } from '../../../lookup/messages-csv.ts';

const ITEM = {
  umid: '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a',
  destination: '+12025550177',
  clientMessageId: 'order "17"; Größe',
  state: 'delivered',
  terminal: true,
  source: 'ACME',
  subAccountId: 'Acme_1',
  priceTotal: 0.0375,
  priceCurrency: 'USD',
  history: [
    { state: 'queued', timestamp: '2026-11-27T18:41:07.21Z' },
    { state: 'sent', timestamp: '2026-11-27T18:41:08Z' },
    { state: 'delivered', timestamp: '2026-11-27T18:41:11.46Z' },
  ],
};
const rowsOf = (csv: string): Record<string, string>[] => parse(csv, { bom: true, columns: true });

test('a delivered message', () => {
  expect(rowsOf(messagesCsv([ITEM]))).toEqual([
    {
      number: "'+12025550177",
      'own id': 'order "17"; Größe',
      state: 'delivered',
      final: 'yes',
      code: '',
      error: '',
      advice: '',
      sent: '2026-11-27T18:41:07.210Z',
      delivered: '2026-11-27T18:41:11.460Z',
      seconds: '4.25',
      sender: 'ACME',
      'sub-account': 'Acme_1',
      price: '0.0375',
      currency: 'USD',
      umid: ITEM.umid,
    },
  ]);
});

test('a header and the byte order mark, also without a message', () => {
  expect(messagesCsv([])).toBe(
    '\ufeffnumber,own id,state,final,code,error,advice,sent,delivered,seconds,sender,sub-account,price,currency,umid',
  );
});

test.each([
  [{ errorCode: 46 }, '46', 'Subscriber not reachable', /^Send the message again later/],
  [{ errorCode: 999, errorMessage: 'New' }, '999', 'New', /^8x8 does not document this code\.$/],
  [{ errorMessage: 'Refused' }, '', 'Refused', /^$/],
  [{ errorCode: 0, errorMessage: 'No error' }, '', '', /^$/],
])('the error of %j', (status, code, error, advice) => {
  const [row] = rowsOf(messagesCsv([{ ...ITEM, history: [], state: 'undelivered', ...status }]));
  expect(row).toMatchObject({ code, error, advice: expect.stringMatching(advice), sent: '', delivered: '' });
});

test.each(['=1+1', '+1', '-1', '@SUM(1)', '\t=1+1', '\r=1', '\uff1d1+1'])('%j is no formula', (text) => {
  const row = rowsOf(messagesCsv([{ ...ITEM, clientMessageId: text, source: text }]))[0];
  for (const cell of [row?.['own id'], row?.sender]) expect(cell).toMatch(/^['·]/);
});

test('what another program stored is shown as far as it is readable', () => {
  expect(rowsOf(messagesCsv([{ umid: 'x', history: 'none', destination: ['a'] }]))).toMatchObject([
    { umid: 'x', number: '', final: 'no', sent: '', seconds: '' },
  ]);
});
