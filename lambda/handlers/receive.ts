import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { isAuthentic, type TokenSource } from '../auth/authenticate.ts';
import type { SourceCheck } from '../auth/source-address.ts';
import { bodyFormatOf } from '../body/parse-body.ts';
import * as respond from '../http/respond.ts';
import type { FallbackQueue } from '../queue/fallback-queue.ts';
import type { Stores } from '../store/create-stores.ts';
import { errorName } from '../telemetry/error-name.ts';
import type { RequestLog } from '../telemetry/request-log.ts';
import { withDeadline } from './deadline.ts';
import { toLogFields } from './log-fields.ts';
import { type ReceivedBody, type RecordResult, recordBody } from './record-body.ts';

/** The vendor's receipts have about 1 KB. */
export const MAX_BODY_BYTES = 64 * 1024;
/**
 * Since the request came: when the tables must have taken the body, and when the queue must have it instead, so that
 * the caller hears an answer within 8 seconds.
 */
const RECORD_UNTIL_MS = 5_000;
const QUEUE_UNTIL_MS = 7_500;

export interface Dependencies extends Stores {
  readonly tokens: TokenSource;
  readonly isAllowedSource: SourceCheck;
  readonly fallbackQueue: FallbackQueue;
  readonly now: () => Date;
  readonly log: (line: RequestLog) => void;
}

type LogFields = Omit<RequestLog, 'statusCode' | 'durationMs'>;
type Answer = readonly [respond.Response, LogFields];

/** The handler of `POST /receipts`: authenticate, parse, record, respond. It never throws. */
export function createReceiveHandler(
  dependencies: Dependencies,
): (event: APIGatewayProxyEventV2) => Promise<respond.Response> {
  const { now, log } = dependencies;
  return async (event) => {
    const receivedAt = now();
    const [response, told] = await withDeadline(RECORD_UNTIL_MS, (record) =>
      withDeadline(QUEUE_UNTIL_MS, (queue) => answer(event, receivedAt, { record, queue }, dependencies)),
    ).catch((error: unknown): Answer => [respond.unavailable(), { outcome: 'unavailable', error: errorName(error) }]);
    log({ ...told, statusCode: response.statusCode, durationMs: now().getTime() - receivedAt.getTime() });
    return response;
  };
}

async function answer(
  event: APIGatewayProxyEventV2,
  receivedAt: Date,
  until: { readonly record: AbortSignal; readonly queue: AbortSignal },
  dependencies: Dependencies,
): Promise<Answer> {
  if (!dependencies.isAllowedSource(event.requestContext.http.sourceIp)) {
    return [respond.sourceRefused(), { outcome: 'source_refused' }];
  }
  if (!(await isAuthentic(event, dependencies.tokens))) {
    return [respond.unauthenticated(), { outcome: 'unauthenticated' }];
  }
  const body = event.body ?? '';
  const encoding = event.isBase64Encoded ? 'base64' : 'utf8';
  if (Buffer.byteLength(body, encoding) > MAX_BODY_BYTES) {
    return [respond.tooLarge(MAX_BODY_BYTES), { outcome: 'too_large' }];
  }
  const contentType = event.headers['content-type'];
  const format = bodyFormatOf(contentType);
  if (format === undefined) return [respond.unsupportedContentType(), { outcome: 'unsupported_content_type' }];
  const received: ReceivedBody = { bytes: Buffer.from(body, encoding), format, contentType, receivedAt };
  try {
    return toResponse(await recordBody(received, dependencies, until.record), receivedAt);
  } catch (error) {
    // Whatever it was, a fault of our own included: in the queue the body waits for the repair
    return queue(received, errorName(error), dependencies.fallbackQueue, until.queue);
  }
}

async function queue(received: ReceivedBody, error: string, to: FallbackQueue, until: AbortSignal): Promise<Answer> {
  try {
    await to.send(received, until);
    return [respond.queued(), { outcome: 'queued', error }];
  } catch (queueError) {
    return [respond.unavailable(), { outcome: 'unavailable', error: `${error}; queue: ${errorName(queueError)}` }];
  }
}

function toResponse(kept: RecordResult, receivedAt: Date): Answer {
  const fields = toLogFields(kept, receivedAt);
  if (kept.in === 'receipts') return [respond.kept(kept.outcome, kept.receipt.umid), fields];
  if (kept.reason === 'invalid') return [respond.invalid(kept.issues), fields];
  return [kept.reason === 'unsupported_content_type' ? respond.unsupportedContentType() : respond.setAside(), fields];
}
