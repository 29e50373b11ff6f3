import type { ReceiptItem } from '../../../contract/receipt-item.ts';
import { createRandom } from '../../../simulator/random.ts';
import type { FreshTables } from '../../support/engine.ts';
import { writeItems } from '../../support/sent-messages.ts';

const DAY_MS = 86_400_000;

/** Numbers that are reserved for fiction, with their share of the messages and the delivery rate of each week. */
const COUNTRIES = [
  { prefix: '+120255501', weight: 45, rates: [0.95, 0.96] },
  { prefix: '+336399800', weight: 30, rates: [0.91, 0.64] },
  { prefix: '+4477009001', weight: 15, rates: [0.93, 0.92] },
  { prefix: '+614915701', weight: 10, rates: [0.97, 0.97] },
] as const;
const SENDERS = ['ACME', 'AcmeClinic', '8x8'];
const SUB_ACCOUNTS = ['Acme-Codes', 'Acme-Offers', 'Acme.Clinic'];

/** Two weeks of messages before a time. In the second one, the delivery to France drops, mostly by error 43. */
export async function writeTwoWeeks(
  { client, receiptsTable }: FreshTables,
  end: Date,
  messages: number,
): Promise<ReceiptItem[]> {
  const random = createRandom(5);
  const items = Array.from({ length: messages }, (_, at): ReceiptItem => {
    const sentAt = end.getTime() - 14 * DAY_MS + (at * 14 * DAY_MS) / messages;
    const { prefix, rates } = random.weighted(COUNTRIES.map((country) => [country.weight, country] as const));
    const week = sentAt < end.getTime() - 7 * DAY_MS ? 0 : 1;
    const isOpen = random.chance(0.02);
    const isDelivered = random.chance(rates[week]);
    const errorCode = prefix.startsWith('+33') && random.chance(0.8) ? 43 : random.oneOf([1, 15, 23, 46]);
    const sent = { state: 'sent', timestamp: iso(sentAt), receivedAt: iso(sentAt + 300) };
    const endedAt = sentAt + random.int(800, 12_000);
    const ended = {
      state: isDelivered ? 'delivered' : 'undelivered',
      detail: isDelivered ? 'delivered_to_recipient' : 'rejected_by_operator',
      timestamp: iso(endedAt),
      receivedAt: iso(endedAt + 200),
      ...(!isDelivered && { errorCode }),
    };
    const segments = random.chance(0.8) ? 1 : 2;
    const history = isOpen ? [sent] : [sent, ended];
    const { timestamp: statusTimestamp, receivedAt: lastReceivedAt, ...status } = isOpen ? sent : ended;
    return {
      umid: random.uuid(),
      ...status,
      statusTimestamp,
      terminal: !isOpen,
      subAccountId: random.oneOf(SUB_ACCOUNTS),
      source: random.oneOf(SENDERS),
      destination: `${prefix}${random.int(10, 99)}`,
      smsCount: segments,
      priceTotal: (random.int(60, 90) * segments) / 10_000,
      priceCurrency: 'USD',
      history,
      firstReceivedAt: sent.receivedAt,
      lastReceivedAt,
      expiresAt: 4_000_000_000,
      statusOrder: isOpen ? '1!' : '3!',
      version: history.length,
    };
  });
  await writeItems(client, receiptsTable, items);
  return items;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
