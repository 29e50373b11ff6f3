import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ToolProcess } from '../cli/support/run-tool.ts';
import { INBOUND_SMS_JSON, sampleReceipt } from '../fixtures/samples.ts';
import { eventIssues } from '../support/contracts.ts';
import { isDynamoDbLocal } from '../support/engine.ts';
import { listen } from '../support/listen.ts';
import { LocalRun, untilRefused } from './local-run.ts';

const UMID = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';

(isDynamoDbLocal ? describe : describe.skip)('EVENTS=1 npm start, and receipts listen', () => {
  let run: LocalRun;
  let listeners: ToolProcess[];
  let application: Awaited<ReturnType<typeof listen>>;
  const forwarded: unknown[] = [];

  beforeAll(async () => {
    const server = createServer(async (request, response) => {
      forwarded.push(await json(request));
      response.writeHead(204).end();
    });
    application = await listen(server);
    run = new LocalRun({ EVENTS: '1', MESSAGES_PORT: 'off' });
    await run.until('Ctrl-C stops everything.');
    const startListener = (...args: string[]) => new ToolProcess(['listen', '--dynamodb', run.dynamoDb, ...args]);
    listeners = [
      startListener('--forward', `${application.endpoint}/events`, '--sub-account', 'SubAccount-1'),
      startListener('--json', '--state', 'Delivered', '--sub-account', 'another'),
    ];
    await Promise.all(listeners.map((listener) => listener.untilListening()));
  });
  afterAll(async () => {
    for (const listener of listeners ?? []) listener.signal('SIGKILL');
    run?.kill();
    await application?.close();
  });

  async function post(body: string): Promise<void> {
    await fetch(run.url, {
      method: 'POST',
      headers: { authorization: 'Bearer local-token', 'content-type': 'application/json' },
      body,
    });
  }
  const status = (umid: string, state: string, second: number, subAccountId = 'SubAccount-1') =>
    JSON.stringify(
      sampleReceipt(({ payload }) => {
        const timestamp = `2026-01-01T00:00:0${second}Z`;
        Object.assign(payload, { umid, subAccountId, status: { state, timestamp } });
      }),
    );

  const printed = () =>
    run.lines
      .filter((line) => /^(SMS Status Changed|8x8 Webhook) /.test(line))
      .map((line) => JSON.parse(line.slice(line.indexOf('{'))));

  test('the five receipts of the demo publish three changes', async () => {
    await run.until('"previousState":"sent"');
    expect(printed().map(({ previousState, state }) => [previousState, state])).toEqual([
      [undefined, 'queued'],
      ['queued', 'sent'],
      ['sent', 'undelivered'],
    ]);
  });

  test('a duplicate and a stale receipt publish nothing; an inbound SMS is published with its body', async () => {
    const ofOther = [status(OTHER, 'sent', 1, 'another'), status(OTHER, 'delivered', 2, 'another')];
    const sent = status(UMID, 'sent', 1);
    for (const body of [...ofOther, sent, sent, status(UMID, 'queued', 0), status(UMID, 'delivered', 2)])
      await post(body);
    await post(INBOUND_SMS_JSON);
    await run.until('8x8 Webhook');
    await run.until(`"umid":"${UMID}","state":"delivered"`);
    expect(printed().filter(({ umid }) => umid === UMID)).toMatchObject([
      { state: 'sent' },
      { state: 'delivered', previousState: 'sent', terminal: true },
    ]);
    expect(printed()).toContainEqual(expect.objectContaining({ body: JSON.parse(INBOUND_SMS_JSON) }));
  });

  test('listen shows each change of a sub-account since its start in one line, and posts it to an address', async () => {
    const [listener] = listeners as [ToolProcess];
    await listener.until(({ stderr }) => stderr.match(/: 204\n/g)?.length === 2 && listener.lines.length >= 2);
    expect(listener.lines.map((line) => line.split(/ {2,}/).filter((_, at) => at !== 2))).toEqual([
      ['', 'sent', UMID, 'SubAccount-1'],
      ['', 'sent -> delivered', UMID, 'SubAccount-1'],
    ]);
    expect(forwarded).toMatchObject([{ detail: { state: 'sent' } }, { detail: { state: 'delivered' } }]);
  });

  test('--state filters events, and --json prints them as JSON', async () => {
    const [, listener] = listeners as [ToolProcess, ToolProcess];
    await listener.until(({ stdout }) => stdout.includes('\n'));
    const events = listener.lines.map((line) => JSON.parse(line));
    expect(events).toMatchObject([{ source: 'sms-receipts', detail: { umid: OTHER, state: 'delivered' } }]);
    expect(events.flatMap(eventIssues)).toEqual([]);
  });

  test('listen shows no phone number', () => {
    expect(listeners.map(({ stdout, stderr }) => stdout + stderr).join('')).not.toContain('12025550293');
  });

  test('Ctrl-C ends listen, and everything that npm start has started', async () => {
    for (const listener of listeners) listener.signal('SIGINT');
    const runs = await Promise.all(listeners.map(({ ended }) => ended));
    expect(runs.map(({ code }) => code)).toEqual(listeners.map(() => 130));
    run.signal('SIGINT', 'group');
    expect(await run.ended).toBe(0);
    await untilRefused(run.url, run.dynamoDb, run.tables);
  });
});
