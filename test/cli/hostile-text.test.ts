import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { useDeployment } from './support/deployment.ts';
import { ACCOUNT } from './support/fake-vendor.ts';

/** Characters that control a terminal, hide text or break lines: no output may contain them. */
const HOSTILE = '\u001b[2J\u0007\r\n\u0085\u009b\u007f\u202e\u200b\u2028\u{e0041}';
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const FORGED_LINE = 'FORGED';
const hostile = (text: string) => `${text}${HOSTILE}\n${FORGED_LINE}${HOSTILE}`;

const UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
const OTHER_UMID = '8e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
const NUMBER = '+12025550293';
const BATCH = hostile('batch');
/** In the future, so that the engine's TTL does not delete the items. */
const EXPIRES_AT = Math.floor(Date.now() / 1000) + 86_400;

const itemOf = (umid: string) => ({
  umid,
  state: hostile('state'),
  detail: hostile('detail'),
  statusTimestamp: hostile('statusTimestamp'),
  errorCode: 999,
  errorMessage: hostile('errorMessage'),
  errorReason: hostile('errorReason'),
  terminal: true,
  batchId: BATCH,
  clientMessageId: hostile('clientMessageId'),
  clientBatchId: hostile('clientBatchId'),
  subAccountId: hostile('subAccountId'),
  source: hostile('source'),
  destination: NUMBER,
  smsCount: 1,
  priceTotal: 1,
  pricePerSms: 1,
  priceCurrency: hostile('priceCurrency'),
  history: ['a', 'b'].map((state) => ({
    state: hostile(state),
    detail: hostile('detail'),
    timestamp: hostile('timestamp'),
    errorCode: 999,
    errorMessage: hostile('errorMessage'),
    price: { total: 1, currency: hostile('currency') },
    receivedAt: hostile('receivedAt'),
    extra: { [hostile('name')]: hostile('value') },
  })),
  extra: { [hostile('name')]: hostile('value') },
  firstReceivedAt: hostile('firstReceivedAt'),
  lastReceivedAt: hostile('lastReceivedAt'),
  expiresAt: EXPIRES_AT,
  statusOrder: hostile('statusOrder'),
  version: 1,
});
const SET_ASIDE_ID = 'a'.repeat(64);
const SET_ASIDE = {
  id: SET_ASIDE_ID,
  // One that lists have
  reason: 'invalid',
  problems: [{ pointer: hostile('/pointer'), detail: hostile('detail') }],
  body: hostile(`body ${UMID}`),
  contentType: hostile('text/plain'),
  firstReceivedAt: hostile('firstReceivedAt'),
  lastReceivedAt: hostile('lastReceivedAt'),
  count: 1,
  expiresAt: EXPIRES_AT,
};

describe('text from outside that controls a terminal', () => {
  const deployed = useDeployment();
  // Such a host is no host
  afterEach(() => void deployed.vendor.faults.splice(0));
  beforeAll(async () => {
    const { client, receiptsTable, setAsideTable } = deployed.tables;
    for (const umid of [UMID, OTHER_UMID])
      await client.send(new PutCommand({ TableName: receiptsTable, Item: itemOf(umid) }));
    await client.send(new PutCommand({ TableName: setAsideTable, Item: SET_ASIDE }));
    deployed.vendor.webhooks.set('*', { subAccountId: '*', url: `https://${hostile('host')}/`, enabled: true });
    deployed.vendor.refusal = { status: 500, message: hostile('refused') };
  });

  test.each([
    { args: ['get', UMID], json: itemOf(UMID) },
    { args: ['find', '--batch', BATCH], json: [itemOf(UMID), itemOf(OTHER_UMID)] },
    { args: ['find', '--batch', BATCH, '--limit', '1'] },
    { args: ['find', '--destination', NUMBER] },
    { args: ['find', '--client-message-id', itemOf(UMID).clientMessageId] },
    { args: ['batch', BATCH] },
    { args: ['set-aside', 'list'], json: [{ ...SET_ASIDE, body: undefined }] },
    { args: ['set-aside', 'show', SET_ASIDE_ID], json: SET_ASIDE },
    { args: ['set-aside', 'replay', '--all', '--yes'] },
    { args: ['get', OTHER_UMID.replace('8', '7')], noJson: true },
    { args: ['set-aside', 'show', hostile('x')], noJson: true },
    { args: ['check', '--account', ACCOUNT] },
    { args: ['wire', '--account', ACCOUNT, '--yes'], noJson: true },
    { args: ['unwire', '--account', ACCOUNT, '--yes'], noJson: true },
    { args: ['rotate-token', '--account', ACCOUNT, '--yes'], noJson: true },
    // Last, because it erases the items
    { args: ['forget', '--destination', NUMBER, '--yes'] },
  ])('$args.0 $#: is not printed, and is escaped in JSON', async ({ args, json, noJson }) => {
    for (const more of noJson ? [[]] : args[0] === 'forget' ? [['--json']] : [[], ['--json']]) {
      const { stdout, stderr } = await deployed.runHere([...args, ...more]);
      expect(stdout + stderr).not.toBe('');
      for (const output of [stdout, stderr]) {
        expect(output).not.toMatch(UNPRINTABLE);
        // A body keeps its line breaks; anywhere else a line break would forge a line
        if (args[1] !== 'show') expect(output).not.toMatch(new RegExp(`^${FORGED_LINE}`, 'm'));
      }
      if (more.length > 0 && json !== undefined) expect(JSON.parse(stdout)).toEqual(json);
    }
  });
});
