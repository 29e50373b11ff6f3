import type { Identity } from '../contract/receipt-item.ts';
import type { Random } from './random.ts';

/** The fields that are the same in all receipts of a message. */
export interface SentMessage {
  readonly umid: string;
  readonly identity: Identity;
  readonly smsCount: number;
  /** Ten thousandths of the currency, so that sums are exact. */
  readonly pricePerSms: number;
  readonly currency: string;
}

const SUB_ACCOUNTS = ['Acme-Codes', 'Acme-Offers', 'Acme_Alerts&News', 'Acme.Clinic'];
const SOURCES = ['8x8', 'ACME', 'AcmeClinic', '+447700900000'];
const CURRENCIES = ['USD', 'SGD', 'EUR'];
const MAX_BATCH = 50;

/** Generates messages as customers send them: single or in batches, most with the customer's id. */
export function generateMessages(random: Random, count: number, subAccountPrefix = ''): SentMessage[] {
  const messages: SentMessage[] = [];
  while (messages.length < count) {
    const isBatch = random.chance(0.1);
    const size = isBatch ? random.int(2, MAX_BATCH) : 1;
    const common: Identity = {
      subAccountId: `${subAccountPrefix}${random.oneOf(SUB_ACCOUNTS)}`,
      source: random.oneOf(SOURCES),
      ...(isBatch && { batchId: random.uuid() }),
      ...(isBatch && random.chance(0.7) && { clientBatchId: `batch-${random.int(0, 1e9)}` }),
    };
    for (let sent = 0; sent < size && messages.length < count; sent += 1) messages.push(sentMessage(random, common));
  }
  return messages;
}

function sentMessage(random: Random, common: Identity): SentMessage {
  return {
    umid: random.uuid(),
    identity: {
      ...common,
      destination: destination(random),
      ...(random.chance(0.8) && { clientMessageId: clientMessageId(random) }),
    },
    smsCount: random.weighted([
      [80, 1],
      [14, 2],
      [6, random.int(3, 8)],
    ]),
    pricePerSms: random.int(1, 900),
    currency: random.oneOf(CURRENCIES),
  };
}

/**
 * Numbers that Ofcom and the North American Numbering Plan reserve for fiction, so they belong to nobody
 * (+44 7700 900000 to 900999, and 555-0100 to 0199 of each area).
 */
function destination(random: Random): string {
  const digits = random.chance(0.6)
    ? `447700900${String(random.int(0, 999)).padStart(3, '0')}`
    : `1${random.oneOf(['202', '212', '303', '415'])}55501${String(random.int(0, 99)).padStart(2, '0')}`;
  // Some of the vendor's older APIs leave the plus out
  return random.chance(0.1) ? digits : `+${digits}`;
}

/** The vendor takes up to 350 characters of any kind. */
function clientMessageId(random: Random): string {
  return random.weighted([
    [70, random.uuid()],
    [25, `order ${random.int(1, 1e9)}/é`],
    [5, `${random.uuid()}-`.repeat(9).slice(0, 330)],
  ]);
}
