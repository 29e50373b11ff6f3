import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DEFAULTS } from '../contract/defaults.ts';
import { LOCAL_TABLES } from '../contract/tables.ts';
import { allowSources, fixedTokens } from '../lambda/receive/authenticate.ts';
import type { QueueBody } from '../lambda/receive/fallback-queue.ts';
import { createReceiveHandler } from '../lambda/receive/receive.ts';
import { createStores } from '../lambda/store/create-stores.ts';
import type { RequestLog } from '../lambda/telemetry/request-log.ts';
import type { Handler } from './http/server.ts';

export interface LocalReceiver {
  /** The token that callers send, instead of one from Secrets Manager. */
  readonly token: string;
  readonly retentionDays: number;
  readonly log: (line: RequestLog) => void;
}

/** The local run has no SQS. A receipt that the tables cannot store is answered 503, as if SQS also failed. */
export const NO_FALLBACK_QUEUE: QueueBody = () =>
  Promise.reject(new Error('There is no fallback queue in the local run.'));

/** The deployed handler on the local tables. */
export function localReceiveHandler(client: DynamoDBDocumentClient, receiver: LocalReceiver): Handler {
  const { token, retentionDays, log } = receiver;
  const { setAsideRetentionDays } = DEFAULTS;
  return createReceiveHandler({
    tokens: fixedTokens(token),
    isAllowedSource: allowSources([]),
    queue: NO_FALLBACK_QUEUE,
    ...createStores(client, { ...LOCAL_TABLES, retentionDays, setAsideRetentionDays }),
    now: () => new Date(),
    log,
  });
}
