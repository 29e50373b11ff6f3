import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { IDENTITY_FIELDS, type ReceiptItem } from '../../../contract/receipt-item.ts';
import { RANKS, STATES, USUAL_STATES } from '../../../eight-by-eight/states.ts';
import { messageOf } from '../../../lambda/receipt/message.ts';
import { FURTHER_FIELDS, receiptSchema } from '../../../lambda/receipt/schema.ts';
import { attributesOf } from '../../../lambda/store/item.ts';
import { ITEM, OPENAPI } from '../../support/contracts.ts';
import { sampleReceiptOf } from '../../support/interpreted.ts';

const read = (file: string) => readFileSync(join(import.meta.dirname, '../../..', file), 'utf8');
/** The rows of a page's tables: the names in the first cell, and the whole row. */
const rowsOf = (page: string) => [...page.matchAll(/^ *\| (.*?) \|.*$/gm)].map(([row, first = '']) => ({ row, first }));

const { payload, ...envelope } = receiptSchema.pipe[1].entries;
const { status, ...message } = payload.pipe[1].entries;
const namesOf = (...parts: object[]) => parts.flatMap((part) => Object.keys(part));
const STATUS_FIELDS = namesOf(status.pipe[1].entries, FURTHER_FIELDS.status);

describe('each field of a receipt that is read is in docs/openapi.yaml', () => {
  const described = OPENAPI.components.schemas.DeliveryReceipt.properties;
  const { properties } = described.payload;
  test.each([
    ...namesOf(envelope, FURTHER_FIELDS.body).map((name) => [name, described] as const),
    ...namesOf(message, FURTHER_FIELDS.payload).map((name) => [name, properties] as const),
    ...STATUS_FIELDS.map((name) => [name, properties.status.properties] as const),
    ...namesOf(FURTHER_FIELDS.price).map((name) => [name, properties.price.properties] as const),
  ])('%s', (name, fields) => {
    expect(Object.keys(fields)).toContain(name);
  });
});

describe('each field that is stored is in docs/', () => {
  const { identity: _, ...sample } = sampleReceiptOf();
  const attributes = attributesOf(messageOf({ ...sample, identity: {} }, '2026-01-01T00:00:00.000Z'), 1);
  const others = ['umid', 'history', 'firstReceivedAt', 'version'] as const satisfies (keyof ReceiptItem)[];
  const rows = rowsOf(read('docs/look-up.md'));

  test.each([...namesOf(attributes), ...IDENTITY_FIELDS, ...others])('the attribute %s', (name) => {
    expect(Object.keys(ITEM.properties)).toContain(name);
    expect(rows.map(({ first }) => first)).toContainEqual(expect.stringContaining(`\`${name}\``));
  });

  test.each([...STATUS_FIELDS, ...namesOf(FURTHER_FIELDS.price)])('%s of a status in the history', (name) => {
    const { properties } = ITEM.$defs.status;
    expect([...Object.keys(properties), ...Object.keys(properties.price.properties)]).toContain(name);
  });
});

describe('each state', () => {
  const rows = rowsOf(read('docs/design.md'));
  test.each(STATES)('%s has its rank in docs/design.md', (state) => {
    const ofRank = rows.filter(({ first }) => first.split(',')[0] === `${RANKS[state]}`);
    expect(ofRank.map(({ row }) => row)).toContainEqual(expect.stringContaining(`\`${state}\``));
  });

  const style = read('page/assets/style.css');
  test.each(USUAL_STATES)('%s has a colour on the page', (state) => {
    expect(style).toContain(`.state-${state} {`);
    expect(style.match(new RegExp(`--${state}: #`, 'g'))).toHaveLength(2);
  });
});
