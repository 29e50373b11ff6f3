import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApp } from '../../page/app.ts';
import { tableFigures } from '../../page/table-figures.ts';
import { INBOUND_SMS_JSON } from '../fixtures/samples.ts';
import { connectionTo } from '../support/engine.ts';
import { ATTACKS, BATCH, DELIVERED, FAILED, HOSTILE, OWN_ID, postMessages, SENT } from './support/shown-messages.ts';
import { type UiUnderTest, uiOn } from './support/ui-on.ts';
import { linkTo, rowsOf, unescaped, wordsOf } from './support/words.ts';

let ui: UiUnderTest;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  ui = await uiOn();
  await postMessages(ui);
  const connection = connectionTo(ui.tables);
  app = createApp({ connection, ...tableFigures(connection) });
});
afterAll(() => ui.stop());

const get = async (path: string) => (await app.request(path, { headers: { host: '127.0.0.1' } })).text();
const preformatted = (text: string) => unescaped(/<pre[^>]*>(.*?)<\/pre>/s.exec(text)?.[1] ?? '');

describe('a message', () => {
  it('says how it ended, why, what to tell the customer and what to do', async () => {
    const words = wordsOf(await get(`/messages/${FAILED}`));
    for (const expected of [
      '+1 202 555 0293 United States',
      'Not delivered: the number is wrong, or no longer in use',
      'Invalid destination (error 15)',
      'rejected_by_operator',
      'Final.',
      'Tell the customer',
      'Please check it, or give us another one.',
      'The advice is ours, not that of 8x8.',
      FAILED,
      '+12025550293',
      'SubAccount-1',
      OWN_ID,
      '0.0375 USD (3 x 0.0125)',
    ])
      expect(words).toContain(expected);
  });

  it('shows its history in the order of the states, with the time between them', async () => {
    const [, timeline = ''] = (await get(`/messages/${FAILED}`)).split('<ol class="timeline">');
    const words = wordsOf(timeline);
    expect(words).toMatch(/^ queued 31 Dec 2015, .* sent 1 Jan 2016, 00:00:03 \+5\.85 s .* undelivered /);
    // Its time is earlier than that of the entry before it
    expect(words.split('undelivered')[1]).not.toMatch(/[+-][\d.]+ s/);
    expect(words).toContain('Times may be out of order');
  });

  it('shows the whole item', async () => {
    const item = JSON.parse(preformatted(await get(`/messages/${FAILED}`)));
    expect(item).toMatchObject({ umid: FAILED, state: 'undelivered', history: [{}, {}, {}] });
  });

  it('shows hostile text as text', async () => {
    const text = await get(`/messages/${HOSTILE}`);
    const words = wordsOf(text);
    for (const attack of [ATTACKS.source, ATTACKS.clientMessageId, ATTACKS.clientBatchId, ATTACKS.detail])
      expect(words).toContain(attack);
    expect(words).toContain('·[31mred· ·gnp.exe· javascript:alert(1)');
    expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
  });
});

describe('a batch', () => {
  it('shows a bar of its outcomes, the states, and the messages that failed', async () => {
    const text = await get(`/batches/${BATCH}`);
    expect(wordsOf(text)).toMatch(/33\.3 % delivered: 1 of 3 messages · 1 failed · 1 without an answer yet/);
    const [, bar = ''] =
      /aria-label="Messages by outcome: delivered 1; failed 1; no answer yet 1\."(.*?)<\/svg>/s.exec(text) ?? [];
    expect(bar.match(/<rect/g)).toHaveLength(3);
    expect(rowsOf('Messages by state', text)).toEqual([
      'delivered 1 33.3 %',
      'sent 1 33.3 %',
      'undelivered rejected_by_operator 1 33.3 %',
    ]);
    expect(rowsOf('Failed messages', text)).toEqual([
      expect.stringMatching(/^undelivered The number is wrong[^(]*\( error 15 \) .* \+1 202 555 0293/),
    ]);
  });

  it.each([
    ['sent', 'Messages in the state sent', SENT],
    ['Delivered 1', 'Delivered messages', DELIVERED],
    ['Invalid destination (error 15) 1', 'Messages with Invalid destination (error 15)', FAILED],
  ])('lists behind the link %j: %s', async (name, title, umid) => {
    const listed = await get(linkTo(name, await get(`/batches/${BATCH}`)));
    expect(listed).toContain(`<h2>${title}</h2>`);
    expect([...listed.matchAll(/href="\/messages\/([^"]*)"/g)].map(([, link]) => link)).toEqual([umid]);
  });

  it('of a hostile name is where its message leads, and lists it by its state', async () => {
    const batch = await get(linkTo(ATTACKS.batchId, await get(`/messages/${HOSTILE}`)));
    expect(batch).not.toContain(HOSTILE);
    expect(await get(linkTo(ATTACKS.state, batch))).toContain(HOSTILE);
  });
});

it('the set-aside bodies are listed with their issues, by reason, and shown unchanged', async () => {
  const all = await get('/set-aside');
  expect(rowsOf('Set-aside bodies, newest first', all)).toHaveLength(3);
  expect(wordsOf(all)).toContain('/payload/status is required');
  const others = await get(linkTo('Not a delivery receipt of an SMS 1', all));
  expect(rowsOf('Set-aside bodies, newest first', others)).toHaveLength(1);
  const [, body = ''] = /href="(\/set-aside\/[^"]*)"/.exec(others) ?? [];
  expect(preformatted(await get(body)).trim()).toBe(INBOUND_SMS_JSON.trim());
});

it('the charts count the receipts and the delivery rate of the last 24 hours', async () => {
  const text = await get('/');
  const words = wordsOf(text);
  expect(words).toMatch(/9 receipts recorded/);
  expect(words).toMatch(/50\.0 % of 4 final answers delivered/);
  const [, chart = ''] = /aria-label="Receipts by hour and outcome, 9 receipts in all\.(.*?)<\/svg>/s.exec(text) ?? [];
  expect(chart).toContain('<rect class="outcome-open"');
  expect(rowsOf('Receipts by hour and outcome, and the delivery rate', text)).toHaveLength(24);
});
