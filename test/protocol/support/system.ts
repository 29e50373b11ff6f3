import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  type UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ResourceNotFoundException, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type fc from 'fast-check';
import { LOCAL_TABLES } from '../../../contract/tables.ts';
import { fixedTokens } from '../../../lambda/receive/authenticate.ts';
import { createReceiveHandler } from '../../../lambda/receive/receive.ts';
import { type SecretTokens, secretTokens } from '../../../lambda/receive/secret-tokens.ts';
import { toQueueMessage } from '../../../lambda/record/received-body.ts';
import { createRedriveHandler } from '../../../lambda/redrive/redrive.ts';
import { createStores } from '../../../lambda/store/create-stores.ts';
import type { Body } from '../../../simulator/message-lifecycle.ts';
import { RETRY_PAUSES_MS } from '../../../simulator/send.ts';
import { postReceipts } from '../../support/events.ts';
import { instantDynamoDb, type Write } from '../../support/instant-dynamodb.ts';
import { RETENTION } from '../../support/receiver.ts';
import { sqsEvent } from '../../support/sqs-event.ts';
import { UMID } from './bodies.ts';

/** A fault of a request. */
export type Fault =
  | 'none'
  /** The request does not reach the service. */
  | 'request lost'
  /** The request is executed, and its answer is lost. */
  | 'answer lost'
  | 'throttled';

export interface SystemSettings {
  /** Whether DynamoDB returns the item with a failed condition. */
  readonly sendsOldItem: boolean;
  /** Whether containers read their tokens from Secrets Manager, in further steps. By default they have the old one. */
  readonly readsTokens?: boolean;
}

/** A process of the functions. Containers share only the tables and the queue. */
export interface Container {
  /** Posts a body as the vendor does, with its retries until it is acknowledged. */
  deliver(body: Body, tokenId?: TokenId): Promise<void>;
  /** Redrives bodies from the queue until it is empty. */
  redrive(): Promise<void>;
  /** The number of its last request to DynamoDB, counted over all containers. */
  lastRequest(): number;
}

export type TokenId = 'old' | 'new';

export interface System {
  container(): Container;
  /** Queues a body that was posted an hour ago. */
  enqueueOld(body: Body): void;
  /** Makes the new token the current one, and the old one the previous. */
  rotateToken(): Promise<void>;
  /** Appends a fault to the coming ones of requests to DynamoDB. */
  fail(fault: Fault): void;
  /** Moves the clock forward. */
  pass(days: number): void;
  /** Deletes the item, as TTL and `forget` do. Resolves with the number of requests to DynamoDB before. */
  deleteItem(): Promise<number>;
  readonly delivered: readonly Body[];
  /** Bodies that the vendor dropped. */
  readonly dropped: readonly Body[];
  /** Descriptions of writes that lost or changed stored data. */
  readonly destructiveWrites: readonly string[];
  item(): Readonly<Record<string, unknown>> | undefined;
}

const START = Date.parse('2026-01-02T00:00:00Z');
const HOUR_MS = 3_600_000;
const TOKENS: Readonly<Record<TokenId, string>> = { old: 'the-old-token', new: 'the-new-token' };
/** Far more than any schedule needs. */
const MAX_REQUESTS = 500;

/**
 * The receiver with the vendor and AWS around it, under a scheduler that decides when each request and each answer
 * arrives. The handlers and stores are the real ones; DynamoDB, SQS, Secrets Manager and the vendor are fakes.
 */
export function startSystem(s: fc.Scheduler, { sendsOldItem, readsTokens = false }: SystemSettings): System {
  let time = START;
  const now = () => new Date(time);
  let version = START * 1000;
  const newVersion = () => {
    version += 1000;
    return version;
  };
  const arrives = (what: string) => s.schedule(Promise.resolve(), what);
  const destructiveWrites: string[] = [];
  const db = instantDynamoDb(LOCAL_TABLES, {
    sendsOldItem,
    onWrite: (table, write) => {
      const lost = table === LOCAL_TABLES.receiptsTable ? lossOf(write) : undefined;
      if (lost !== undefined) destructiveWrites.push(lost);
    },
  });
  const coming: Fault[] = [];
  let requests = 0;
  let containers = 0;
  const queue: { readonly id: string; readonly body: string }[] = [];
  const delivered: Body[] = [];
  const dropped: Body[] = [];
  let secret = { current: TOKENS.old, previous: undefined as string | undefined, storedAt: 0 };
  const key = { umid: { S: UMID } };

  const system: System = {
    container: () => {
      containers += 1;
      return startContainer(`container ${containers}`);
    },
    enqueueOld: ({ body, contentType }) => {
      delivered.push({ body, contentType, at: 0 });
      enqueue({ bytes: Buffer.from(body), contentType, receivedAt: new Date(START - HOUR_MS) });
    },
    rotateToken: async () => {
      await arrives('rotation');
      secret = { current: TOKENS.new, previous: TOKENS.old, storedAt: time };
    },
    fail: (fault) => void coming.push(fault),
    pass: (days) => {
      time += days * 24 * HOUR_MS;
    },
    deleteItem: async () => {
      await arrives('deletion');
      db.delete(LOCAL_TABLES.receiptsTable, key);
      return requests;
    },
    delivered,
    dropped,
    destructiveWrites,
    item: () => {
      const item = db.read(LOCAL_TABLES.receiptsTable, key);
      return item && unmarshall(item);
    },
  };
  return system;

  function enqueue(body: Parameters<typeof toQueueMessage>[0]): void {
    queue.push({ id: String(queue.length + requests), body: toQueueMessage(body) });
  }

  function startContainer(name: string): Container {
    let lastRequest = 0;
    const client = {
      send: async (command: UpdateItemCommand | GetItemCommand) => {
        const what = `${name} ${command instanceof GetItemCommand ? 'read' : 'write'}`;
        await arrives(what);
        requests += 1;
        lastRequest = requests;
        if (requests > MAX_REQUESTS) throw error('EndlessWrites');
        const fault = coming.shift() ?? 'none';
        if (fault === 'request lost') throw error('TimeoutError');
        if (fault === 'throttled') throw error('ThrottlingException');
        // The answer needs no separate step, because the next request of this container is one, and others may come before it
        const answer = db.execute(command);
        if (fault === 'answer lost') throw error('TimeoutError');
        return answer;
      },
    } as unknown as DynamoDBClient;
    const stores = createStores(client, { ...LOCAL_TABLES, ...RETENTION, now, newVersion });
    const receive = createReceiveHandler({
      ...stores,
      tokens: readsTokens ? tokensOf(name) : fixedTokens(TOKENS.old),
      isAllowedSource: () => true,
      queue: async (body) => {
        await arrives(`${name} queue`);
        enqueue(body);
      },
      now,
      log: () => undefined,
    });
    const redrive = createRedriveHandler({ ...stores, now, pause: async () => undefined, log: () => undefined });

    return {
      lastRequest: () => lastRequest,
      deliver: async (body, tokenId = 'old') => {
        delivered.push(body);
        const headers = { authorization: `Bearer ${TOKENS[tokenId]}`, 'content-type': body.contentType };
        for (const pause of [...RETRY_PAUSES_MS, undefined]) {
          const event = postReceipts({ body: body.body, headers });
          const requestContext = { ...event.requestContext, timeEpoch: time };
          const { statusCode } = await receive({ ...event, requestContext });
          if (statusCode >= 200 && statusCode < 300) return;
          if (pause === undefined) break;
          const until = time + pause;
          await arrives(`${name} vendor's retry`);
          time = Math.max(time, until);
        }
        dropped.push(body);
      },
      redrive: async () => {
        while (queue.length > 0) {
          if (requests > MAX_REQUESTS)
            throw new Error(`${requests} requests and no end: the writes of a message keep failing.`);
          await arrives(`${name} redrive`);
          const batch = queue.splice(0, 10);
          const event = sqsEvent(
            batch.map(({ body }) => body),
            batch.map(({ id }) => id),
          );
          const failed = new Set((await redrive(event)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
          queue.push(...batch.filter(({ id }) => failed.has(id)));
        }
      },
    };
  }

  function tokensOf(name: string): SecretTokens {
    const client = {
      send: async ({ input }: { input: { VersionStage?: string } }) => {
        await arrives(`${name} secret`);
        const { current, previous, storedAt } = secret;
        const SecretString = input.VersionStage === 'AWSPREVIOUS' ? previous : current;
        await arrives(`${name} secret's answer`);
        if (SecretString === undefined) throw new ResourceNotFoundException({ $metadata: {}, message: '' });
        return { SecretString, VersionId: SecretString, CreatedDate: new Date(storedAt) };
      },
    } as unknown as SecretsManagerClient;
    return secretTokens(client, { secretId: 'token', overlapHours: 72 }, () => time);
  }
}

/** Describes the data that a write lost: it may only add statuses, and move each time in one direction. */
function lossOf({ before, after }: Write): string | undefined {
  if (before === undefined) return undefined;
  const kept = new Set(after.history?.L?.map((entry) => JSON.stringify(entry)));
  const lost = before.history?.L?.map((entry) => JSON.stringify(entry)).filter((entry) => !kept.has(entry)) ?? [];
  if (lost.length > 0) return `without ${lost}`;
  const [oldVersion, version] = [Number(before.version?.N), Number(after.version?.N)];
  if (version !== oldVersion + 1) return `version ${version} after ${oldVersion}`;
  for (const name of ['lastReceivedAt', 'expiresAt']) {
    if (textOf(after[name]) < textOf(before[name])) return `${name} moved backwards`;
  }
  return textOf(after.firstReceivedAt) > textOf(before.firstReceivedAt) ? 'firstReceivedAt moved forwards' : undefined;
}

/** Each time of an item has a fixed length, so that it compares as text. */
function textOf(value: AttributeValue | undefined): string {
  return value?.S ?? value?.N ?? '';
}

function error(name: string): Error {
  return Object.assign(new Error(name), { name });
}
