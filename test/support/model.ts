import type { Identity, Status } from '../../contract/receipt-item.ts';
import type { Receipt } from '../../lambda/receipt/message.ts';

/** A receipt with the times when it was posted and when it is recorded. */
export interface Arrival {
  readonly receipt: Receipt;
  readonly receivedAt: Date;
  readonly now: Date;
}

type Entry = Record<string, unknown> & Status & Pick<Receipt, 'origin'> & { readonly receivedAt: string };

const RANKS = new Map([
  ['queued', 0],
  ['delivered', 3],
  ['undelivered', 3],
  ['rejected', 3],
  ['failed', 3],
  ['read', 4],
]);
/** The vendor's descriptions that the tests use. */
const REASONS = new Map([
  [1, 'Absent subscriber'],
  [15, 'Invalid destination'],
]);
const DAY = 86_400;

const rank = ({ state, detail = '' }: Status): number =>
  state === 'delivered' && /^delivered_to_(?!recipient$)/.test(detail) ? 2 : (RANKS.get(state) ?? 1);

/** The sort key of a status. Compare it element by element. */
function place(status: Status): (string | number)[] {
  const { state, detail, timestamp, errorCode, errorMessage, price = {}, smsCount } = status;
  const [, seconds = '', fraction = ''] = /^(.{19})\.?(\d*)Z$/.exec(timestamp) ?? [];
  const { total, perSms, currency } = price;
  const rest = JSON.stringify(
    [state, detail, errorCode, errorMessage, total, perSms, currency, smsCount, timestamp.length].map((x) => x ?? null),
  ).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [rank(status), seconds, fraction.padEnd(40, '0'), rest];
}

function compare(a: Status, b: Status): number {
  const [one, other] = [place(a), place(b)];
  const at = one.findIndex((part, index) => part !== other[index]);
  return at < 0 ? 0 : (one[at] as string) < (other[at] as string) ? -1 : 1;
}

/** Whether a receipt is the same status as an entry of the vendor's log. */
function replaces(receipt: Entry, logged: Entry): boolean {
  if (receipt.origin !== undefined || logged.origin === undefined) return false;
  if (receipt.state !== logged.state || receipt.detail !== logged.detail) return false;
  const codes = new Set([receipt.errorCode, logged.errorCode].filter((code) => code !== undefined));
  const [one, other] = [receipt, logged].map(({ timestamp }) => new Date(timestamp).getTime());
  return codes.size <= 1 && Math.abs(Number(one) - Number(other)) < 120_000;
}

interface ModelItem {
  readonly history: readonly Entry[];
  readonly expiresAt: number;
}

/**
 * A model of the item and of the last receipt's outcome, written from docs/design.md. It shares no code with the receiver.
 * Without the internal attributes `statusOrder` and `version`.
 */
export function modelItem(arrivals: readonly Arrival[], retentionDays: number): { item: ModelItem; outcome: string } {
  const versions = new Map<Entry, number | undefined>();
  const entries = arrivals.map(({ receipt: { umid, identity, status, formatVersion, ...more }, receivedAt }): Entry => {
    const entry = { ...status, ...more, receivedAt: receivedAt.toISOString() };
    versions.set(entry, formatVersion);
    return entry;
  });
  const distinct = entries.filter((entry, at) => {
    return !entries.slice(0, at).some((before) => before.origin === entry.origin && compare(before, entry) === 0);
  });
  const history = distinct.filter((entry) => !distinct.some((other) => replaces(other, entry))).sort(compare);
  const current = history.at(-1) as Entry;
  const mine = entries.at(-1) as Entry;
  const before = arrivals.length > 1 ? modelItem(arrivals.slice(0, -1), retentionDays).item : undefined;
  const isMoved = before === undefined || compare(before.history.at(-1) as Entry, current) !== 0;
  const outcome = !history.includes(mine) ? 'duplicate' : isMoved ? 'recorded' : 'stale';

  const names: Record<string, string> = {};
  for (const { receipt } of arrivals) {
    for (const [name, value] of Object.entries(receipt.identity as Required<Identity>)) {
      if (names[name] === undefined || names[name] < value) names[name] = value;
    }
  }
  const times = history.map(({ receivedAt }) => receivedAt).sort();
  const price = history.findLast((entry) => entry.price)?.price;
  const { now } = arrivals.at(-1) as Arrival;
  const expiresAt = before?.expiresAt ?? 0;
  const { state, detail, errorCode, errorMessage, extra, extraText } = current;
  const posted = history.findLast(({ origin }) => origin === undefined);
  const item = {
    ...names,
    ...{ state, detail, errorCode, errorMessage, extra, extraText },
    formatVersion: posted && versions.get(posted),
    errorReason: REASONS.get(errorCode ?? 0),
    statusTimestamp: current.timestamp,
    terminal: rank(current) > 2,
    priceTotal: price?.total,
    pricePerSms: price?.perSms,
    priceCurrency: price?.currency,
    smsCount: history.findLast((entry) => entry.smsCount !== undefined)?.smsCount,
    history,
    firstReceivedAt: times[0],
    lastReceivedAt: times.at(-1),
    expiresAt:
      outcome === 'duplicate'
        ? expiresAt
        : Math.max(
            expiresAt,
            Math.floor(Date.parse(times.at(-1) as string) / 1000) + retentionDays * DAY,
            Math.floor(now.getTime() / 1000) + 3 * DAY,
          ),
  };
  const present = Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
  return { item: present as unknown as ModelItem, outcome };
}
