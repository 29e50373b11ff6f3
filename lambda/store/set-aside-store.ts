import { hash } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ValidationIssue } from '../receipt/validation-issue.ts';
import { expiryOf, type TableSettings, untilDone, updateItem } from './dynamodb.ts';
import { Expression, type UpdateRequest } from './expression.ts';

/** Why a body was set aside. */
export type SetAsideReason =
  /** A webhook of the vendor that is not a delivery receipt for SMS. */
  | 'other_webhook'
  /** Not readable, or not a valid delivery receipt; `problems` says why. */
  | 'invalid'
  /** A valid delivery receipt that cannot be stored: its item has outgrown 400 KB, or the receiver has a defect. */
  | 'not_storable'
  /** Its content type is not supported. */
  | 'unsupported_content_type';

/** A body that could not be recorded. */
export interface SetAsideBody {
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  readonly reason: SetAsideReason;
  readonly problems: readonly ValidationIssue[];
  /** When it was posted, by our clock. */
  readonly receivedAt: Date;
}

/** The key of a set-aside body. */
export interface SetAside {
  /** The SHA-256 of the body, in hexadecimal. */
  readonly id: string;
  /** False if the body was already there. Approximate: a retry after a lost answer finds its own write. */
  readonly isNew: boolean;
}

/**
 * Stores a body, or counts another copy of it.
 *
 * @param signal - aborts the operation
 * @throws StoreUnavailableError, NotStorableError
 */
export type SetBodyAside = (body: SetAsideBody, signal: AbortSignal) => Promise<SetAside>;

/** The stored data about all posts of a body, without the body. */
interface Posts {
  readonly reason: SetAsideReason;
  readonly problems: readonly ValidationIssue[];
  readonly contentType: string | null;
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
  readonly expiresAt: number;
}

type StoredPosts = Posts & { readonly count: number };

/**
 * Sets bodies aside in a table with one item per distinct body. A body that is newer than its last copy needs one request,
 * others at least two.
 */
export function createSetAside(client: DynamoDBClient, settings: TableSettings): SetBodyAside {
  return async ({ body, receivedAt, contentType, ...why }, signal) => {
    const id = hash('sha256', body);
    const time = receivedAt.toISOString();
    const received: Posts = {
      ...why,
      contentType: contentType ?? null,
      firstReceivedAt: time,
      lastReceivedAt: time,
      expiresAt: expiryOf(time, settings),
    };
    return untilDone(signal, async () => {
      const counted = await updateItem(client, settings, { id }, countLater(body, received), signal);
      if (counted.applied) return { id, isNew: counted.attributes?.count === 1 };
      // It has expired since
      if (counted.item === undefined) return undefined;
      const stored = counted.item as unknown as StoredPosts;
      const merged = countMerged(mergePosts(stored, received), stored);
      return (await updateItem(client, settings, { id }, merged, signal)).applied ? { id, isNew: false } : undefined;
    });
  };
}

/** The write without a read. It applies if the body is new, or later than every copy. */
function countLater(body: Uint8Array, { firstReceivedAt, ...received }: Posts): UpdateRequest {
  const expression = new Expression();
  expression.assign({ body: textOrBytes(body), ...received });
  expression.set(
    'firstReceivedAt',
    `if_not_exists(${expression.name('firstReceivedAt')}, ${expression.value(firstReceivedAt)})`,
  );
  expression.increment('count');
  const isLater = (['lastReceivedAt', 'expiresAt'] as const).map(
    (name) => `${expression.name(name)} ${name === 'expiresAt' ? '<=' : '<'} ${expression.value(received[name])}`,
  );
  const condition = `attribute_not_exists(${expression.name('id')}) OR (${isLater.join(' AND ')})`;
  return { ...expression.build(condition), ReturnValues: 'UPDATED_NEW' };
}

/** The write of merged posts over the stored ones. Fails if another write has changed the count. */
function countMerged(merged: Posts, { count }: StoredPosts): UpdateRequest {
  const expression = new Expression();
  expression.assign(merged);
  expression.increment('count');
  return expression.build(`${expression.name('count')} = ${expression.value(count)}`);
}

/** Commutative: the first and last time, the latest expiry, and the reason of the last post. */
function mergePosts(ours: Posts, theirs: Posts): Posts {
  const [earlier, later] = postOrder(ours) < postOrder(theirs) ? [ours, theirs] : [theirs, ours];
  return {
    reason: later.reason,
    problems: later.problems,
    contentType: later.contentType,
    firstReceivedAt: ours.firstReceivedAt < theirs.firstReceivedAt ? ours.firstReceivedAt : theirs.firstReceivedAt,
    lastReceivedAt: later.lastReceivedAt,
    expiresAt: Math.max(earlier.expiresAt, later.expiresAt),
  };
}

/** Sorts by the last receive time, then by content, so that posts in the same millisecond also have an order. */
function postOrder({ lastReceivedAt, contentType, reason, problems }: Posts): string {
  return JSON.stringify([
    lastReceivedAt,
    contentType,
    reason,
    problems.map(({ pointer, detail }) => [pointer, detail]),
  ]);
}

/** Text if it is valid UTF-8, so that people can read it in the console; otherwise the bytes, to lose nothing. */
function textOrBytes(body: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return body;
  }
}
