import { hash } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SetAsideItem, SetAsideReason, ValidationIssue } from '../../contract/set-aside-item.ts';
import { expiryOf, type TableSettings, untilDone, updateItem } from './dynamodb.ts';
import { Expression, type UpdateRequest } from './expression.ts';

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
type Posts = Omit<SetAsideItem, 'id' | 'body' | 'count'>;

/**
 * Sets bodies aside in a table with one item per distinct body. The latest copy of a body needs one request, others two or
 * three. No write waits for another one, so that a body that is posted very often holds no container.
 */
export function createSetAside(client: DynamoDBClient, settings: TableSettings): SetBodyAside {
  return async ({ body, receivedAt, contentType, ...why }, signal) => {
    const id = hash('sha256', body);
    const time = receivedAt.toISOString();
    const post: Posts = {
      ...why,
      contentType: contentType ?? null,
      firstReceivedAt: time,
      lastReceivedAt: time,
      expiresAt: expiryOf(time, settings),
    };
    const write = (update: UpdateRequest) => updateItem(client, settings, { id }, update, signal);
    return untilDone(signal, async () => {
      const latest = await write(countAsLatest(body, post));
      if (latest.applied) return { id, isNew: latest.attributes?.count === 1 };
      // It has expired since
      if (latest.item === undefined) return undefined;
      const moved = await write(countAndMove(post, latest.item as unknown as Posts));
      if (moved.applied) return { id, isNew: false };
      return (await write(countAlone())).applied ? { id, isNew: false } : undefined;
    });
  };
}

/** The write of the first copy, or of one that is at least as late as all others. */
function countAsLatest(body: Uint8Array, { firstReceivedAt, ...latest }: Posts): UpdateRequest {
  const expression = new Expression();
  expression.assign({ body: textOrBytes(body), ...latest });
  expression.set(
    'firstReceivedAt',
    `if_not_exists(${expression.name('firstReceivedAt')}, ${expression.value(firstReceivedAt)})`,
  );
  expression.increment('count');
  const isLatest = [
    `${expression.name('lastReceivedAt')} <= ${expression.value(latest.lastReceivedAt)}`,
    // The expiry never moves backwards
    `${expression.name('expiresAt')} <= ${expression.value(latest.expiresAt)}`,
    ...(isReadable(latest) ? [] : [`${expression.name('reason')} = ${expression.value(latest.reason)}`]),
  ];
  const condition = `attribute_not_exists(${expression.name('id')}) OR (${isLatest.join(' AND ')})`;
  return { ...expression.build(condition), ReturnValues: 'UPDATED_NEW' };
}

/** The write of another copy: it counts, and moves the times that it exceeds. */
function countAndMove(post: Posts, stored: Posts): UpdateRequest {
  const expression = new Expression();
  const conditions = [exists(expression)];
  const move = (name: 'firstReceivedAt' | 'lastReceivedAt' | 'expiresAt', isBeyond: '<' | '>') => {
    conditions.push(`${expression.name(name)} ${isBeyond} ${expression.value(post[name])}`);
    expression.assign({ [name]: post[name] });
  };
  if (post.firstReceivedAt < stored.firstReceivedAt) move('firstReceivedAt', '>');
  if (post.expiresAt > stored.expiresAt) move('expiresAt', '<');
  const isLater = post.lastReceivedAt > stored.lastReceivedAt;
  if (isLater) move('lastReceivedAt', '<');
  if (isReadable(post) && (isLater || !isReadable(stored))) {
    const { reason, problems, contentType } = post;
    expression.assign({ reason, problems, contentType });
  }
  expression.increment('count');
  return expression.build(conditions.join(' AND '));
}

/** The write of a copy beside others at the same time. */
function countAlone(): UpdateRequest {
  const expression = new Expression();
  expression.increment('count');
  return expression.build(exists(expression));
}

const exists = (expression: Expression): string => `attribute_exists(${expression.name('id')})`;

/** A copy with a label that is not supported does not hide the reason and the label of the others. */
function isReadable({ reason }: Pick<Posts, 'reason'>): boolean {
  return reason !== 'unsupported_content_type';
}

/** Text if it is valid UTF-8, so that people can read it in the console; otherwise the bytes, to lose nothing. */
function textOrBytes(body: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return body;
  }
}
