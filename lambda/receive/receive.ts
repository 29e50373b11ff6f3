import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type LogFields, toLogFields } from '../record/log-fields.ts';
import type { ReceivedBody } from '../record/received-body.ts';
import { type RecordResult, recordBody } from '../record/record-body.ts';
import type { Stores } from '../store/create-stores.ts';
import { StoreUnavailableError } from '../store/errors.ts';
import { unlessAborted } from '../store/send-with-retries.ts';
import { errorName } from '../telemetry/error-name.ts';
import type { RequestLog } from '../telemetry/request-log.ts';
import { type Deadlines, startDeadlines, withDeadline } from '../time/deadline.ts';
import { isAuthentic, type TokenSource } from './authenticate.ts';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts';
import type { FallbackQueue } from './fallback-queue.ts';
import * as respond from './respond.ts';
import type { SourceCheck } from './source-address.ts';

/** The vendor's receipts have about 1 KB. */
export const MAX_BODY_BYTES = 64 * 1024;
/**
 * Time limit of a probe. Enough for a new connection within a Region and a write. A longer one would lose receipts in a
 * burst, because every container probes with its first receipt.
 */
const PROBE_MS = 100;
/** An older event was not delayed by a cold start, or a clock is wrong. */
const MAX_PLAUSIBLE_AGE_MS = 3_000;

export interface Dependencies extends Stores {
  readonly tokens: TokenSource;
  readonly isAllowedSource: SourceCheck;
  readonly fallbackQueue: FallbackQueue;
  readonly now: () => Date;
  readonly log: (line: RequestLog) => void;
}

type Answer = readonly [respond.Response, LogFields];

/** The handler of `POST /receipts`: authenticate, parse, record, respond. It never throws. */
export function createReceiveHandler(
  dependencies: Dependencies,
): (event: APIGatewayProxyEventV2) => Promise<respond.Response> {
  const { now, log } = dependencies;
  const breaker = createCircuitBreaker({ now: () => now().getTime(), isTimeout });
  return async (event) => {
    const receivedAt = now();
    const deadlines = startDeadlines(ageOf(event, receivedAt));
    const [response, fields] = await answer(event, receivedAt, deadlines, breaker, dependencies)
      .catch((error: unknown): Answer => [respond.unavailable(), { outcome: 'unavailable', error: errorName(error) }])
      .finally(deadlines.end);
    log({ ...fields, durationMs: now().getTime() - receivedAt.getTime() });
    return response;
  };
}

/** Milliseconds since API Gateway received the request, including a cold start. */
function ageOf({ requestContext }: APIGatewayProxyEventV2, now: Date): number {
  const age = now.getTime() - requestContext.timeEpoch;
  return age >= 0 && age <= MAX_PLAUSIBLE_AGE_MS ? age : 0;
}

async function answer(
  event: APIGatewayProxyEventV2,
  receivedAt: Date,
  deadlines: Deadlines,
  breaker: CircuitBreaker,
  dependencies: Dependencies,
): Promise<Answer> {
  if (!dependencies.isAllowedSource(event.requestContext.http.sourceIp)) {
    return [respond.sourceRefused(), { outcome: 'source_refused' }];
  }
  if (!(await unlessAborted(deadlines.record, isAuthentic(event, dependencies.tokens)))) {
    return [respond.unauthenticated(), { outcome: 'unauthenticated' }];
  }
  const body = event.body ?? '';
  const encoding = event.isBase64Encoded ? 'base64' : 'utf8';
  if (Buffer.byteLength(body, encoding) > MAX_BODY_BYTES) {
    return [respond.tooLarge(MAX_BODY_BYTES), { outcome: 'too_large' }];
  }
  const contentType = event.headers['content-type'];
  const received: ReceivedBody = { bytes: Buffer.from(body, encoding), contentType, receivedAt };
  const record = (signal: AbortSignal) => recordBody(received, dependencies, signal);
  const wasOpen = breaker.isOpen();
  try {
    const result = await breaker.run((isProbe) =>
      isProbe ? withDeadline(PROBE_MS, record) : record(deadlines.record),
    );
    return toResponse(result, receivedAt);
  } catch (error) {
    const opened = !wasOpen && breaker.isOpen() ? { breakerOpened: 1 } : {};
    try {
      // Also after a defect of ours: the body waits in the queue until it is fixed
      await unlessAborted(deadlines.queue, dependencies.fallbackQueue.send(received, deadlines.queue));
      return [respond.queued(), { outcome: 'queued', error: errorName(error), ...opened }];
    } catch (queueError) {
      // An open breaker must not lose a receipt: the table may be back before the next probe
      if (wasOpen) return toResponse(await record(deadlines.queue), receivedAt);
      const names = `${errorName(error)}; queue: ${errorName(queueError)}`;
      return [respond.unavailable(), { outcome: 'unavailable', error: names, ...opened }];
    }
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof StoreUnavailableError && (error.cause as Partial<Error>)?.name === 'TimeoutError';
}

function toResponse(result: RecordResult, receivedAt: Date): Answer {
  const fields = toLogFields(result, receivedAt);
  if (result.in === 'receipts') return [respond.recorded(result.outcome, result.receipt.umid), fields];
  if (result.reason === 'invalid') return [respond.invalid(result.issues), fields];
  return [result.reason === 'unsupported_content_type' ? respond.unsupportedContentType() : respond.setAside(), fields];
}
