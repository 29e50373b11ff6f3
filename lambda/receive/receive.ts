import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { decodeContent } from '../record/parse-body.ts';
import type { ReceivedBody } from '../record/received-body.ts';
import { type RecordResult, recordBody, toLogFields } from '../record/record-body.ts';
import type { Stores } from '../store/create-stores.ts';
import { StoreUnavailableError } from '../store/errors.ts';
import { type BodyLog, errorName, type RequestLog } from '../telemetry/request-log.ts';
import { abortable, type Deadlines, startDeadlines, withDeadline } from '../time/clock.ts';
import { isAuthentic, type SourceCheck, type TokenSource } from './authenticate.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import type { QueueBody } from './fallback-queue.ts';
import * as respond from './respond.ts';

/** The vendor's receipts have about 1 KB. */
export const MAX_BODY_BYTES = 64 * 1024;
/**
 * Time limit of a probe. Enough for a new connection within a Region and a write. A longer one would lose receipts in a
 * burst, because every container probes with its first receipt.
 */
const PROBE_MS = 100;
/** Of an older event, too little time would be left to record it, or a clock is wrong: its time begins anew. */
const MAX_PLAUSIBLE_AGE_MS = 3_000;

export interface ReceiveDependencies extends Stores {
  readonly tokens: TokenSource;
  readonly isAllowedSource: SourceCheck;
  readonly queue: QueueBody;
  readonly now: () => Date;
  /** Milliseconds of a clock that never goes back. Default: those of `now`. */
  readonly steadyNow?: () => number;
  readonly log: (line: RequestLog) => void;
}

type Answer = readonly [respond.Response, BodyLog];

/** The handler of `POST /receipts`: authenticate, parse, record, respond. It never throws. */
export function createReceiveHandler(
  dependencies: ReceiveDependencies,
): (event: APIGatewayProxyEventV2) => Promise<respond.Response> {
  const { tokens, isAllowedSource, queue, now, steadyNow = () => now().getTime(), log } = dependencies;
  const breaker = createCircuitBreaker({ now: steadyNow, isTimeout });

  return async (event) => {
    const receivedAt = now();
    const beganAt = steadyNow();
    const deadlines = startDeadlines(ageOf(event, receivedAt));
    const [response, fields] = await answer(event, receivedAt, deadlines)
      .catch((error: unknown): Answer => [respond.unavailable(), { outcome: 'unavailable', error: errorName(error) }])
      .finally(deadlines.end);
    log({ ...fields, durationMs: Math.round(steadyNow() - beganAt) });
    return response;
  };

  async function answer(event: APIGatewayProxyEventV2, receivedAt: Date, deadlines: Deadlines): Promise<Answer> {
    if (!isAllowedSource(event.requestContext.http.sourceIp)) {
      return [respond.sourceRefused(), { outcome: 'source_refused' }];
    }
    if (!(await abortable(deadlines.record, isAuthentic(event, tokens)))) {
      return [respond.unauthenticated(), { outcome: 'unauthenticated' }];
    }
    const posted = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
    const { bytes, failure } = await decodeContent(posted, event.headers['content-encoding'], MAX_BODY_BYTES);
    if (failure === 'too-large') return [respond.tooLarge(MAX_BODY_BYTES), { outcome: 'too_large' }];
    const contentType = event.headers['content-type'];
    const body = bytes ? { bytes } : { bytes: posted, undecodable: failure };
    return recordOrQueue({ ...body, contentType, receivedAt }, deadlines);
  }

  async function recordOrQueue(body: ReceivedBody, deadlines: Deadlines): Promise<Answer> {
    const record = async (signal: AbortSignal): Promise<Answer> =>
      toAnswer(await recordBody(body, dependencies, signal), body.receivedAt);
    const wasOpen = breaker.isOpen();
    try {
      return await breaker.run((isProbe) => (isProbe ? withDeadline(PROBE_MS, record) : record(deadlines.record)));
    } catch (error) {
      const fields = { error: errorName(error), ...(!wasOpen && breaker.isOpen() && { breakerOpened: 1 }) };
      // Also after a defect of ours: the body waits in the queue until it is fixed
      return abortable(deadlines.queue, queue(body, deadlines.queue)).then(
        (): Answer => [respond.queued(), { outcome: 'queued', ...fields }],
        (queueError: unknown) => {
          // An open breaker must not lose a receipt: the table may be back before the next probe
          if (wasOpen) return record(deadlines.queue);
          const names = `${fields.error}; queue: ${errorName(queueError)}`;
          return [respond.unavailable(), { outcome: 'unavailable', ...fields, error: names }];
        },
      );
    }
  }
}

/** Milliseconds since API Gateway received the request, including a cold start. */
function ageOf({ requestContext }: APIGatewayProxyEventV2, now: Date): number {
  const age = now.getTime() - requestContext.timeEpoch;
  return age >= 0 && age <= MAX_PLAUSIBLE_AGE_MS ? age : 0;
}

function isTimeout(error: unknown): boolean {
  return error instanceof StoreUnavailableError && (error.cause as Partial<Error>)?.name === 'TimeoutError';
}

function toAnswer(result: RecordResult, receivedAt: Date): Answer {
  const fields = toLogFields(result, receivedAt);
  if (result.in === 'receipts') return [respond.recorded(result.outcome, result.receipt.umid), fields];
  if (result.reason === 'invalid') return [respond.invalid(result.issues), fields];
  return [result.reason === 'unsupported_content_type' ? respond.unsupportedContentType() : respond.setAside(), fields];
}
