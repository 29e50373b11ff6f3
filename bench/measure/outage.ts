import { startFakeAws, type Throttle } from '../fake-aws.ts';
import { type Answer, runContainer } from './container.ts';
import { sentEvent } from './events.ts';
import { functionEnvironment } from './function-environment.ts';

/** The answers of a container during one kind of outage. */
export interface Outage {
  readonly what: string;
  readonly answers: readonly Answer[];
  readonly dynamoDbRequests: number;
}

/** The answers of a container during each outage. */
export interface Outages {
  readonly throttled: readonly Outage[];
  readonly hanging: Outage;
}

/**
 * The errors for throttled writes, from "Error handling with DynamoDB" in its developer guide.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const THROTTLES: readonly Throttle[] = [
  { error: 'ThrottlingException', reasons: ['TableWriteKeyRangeThroughputExceeded'] },
  { error: 'ProvisionedThroughputExceededException', reasons: ['IndexWriteKeyRangeThroughputExceeded'] },
  { error: 'ProvisionedThroughputExceededException' },
  { error: 'RequestLimitExceeded', reasons: ['TableWriteAccountLimitExceeded'] },
];

/** If a container still waits for DynamoDB after this many receipts, it has no circuit breaker. */
const PATIENCE = 8;

/** Measures how long the receiver holds receipts while DynamoDB throttles every write, and while it hangs. Over TLS. */
export async function measureOutages(
  container: { readonly node: string; readonly entry: string },
  { throttled, hanging }: { readonly throttled: number; readonly hanging: number },
): Promise<Outages> {
  const measure = async (what: string, dynamoDb: 'hangs' | Throttle, receipts: number): Promise<Outage> => {
    const fake = await startFakeAws({ tls: true, dynamoDb });
    try {
      const env = functionEnvironment(fake.endpoints);
      const posts = {
        events: Array.from({ length: receipts }, sentEvent),
        ...(dynamoDb === 'hangs' && { patience: PATIENCE }),
      };
      const { answers } = await runContainer({ ...container, env }, posts);
      return { what, answers, dynamoDbRequests: fake.dynamoDbRequests() };
    } finally {
      await fake.stop();
    }
  };
  // A container that waits for DynamoDB needs no CPU, so the others can run at the same time
  const waiting = measure('hangs', 'hangs', hanging);
  const outages: Outage[] = [];
  for (const throttle of THROTTLES) {
    const what = `throttles: ${throttle.error} ${throttle.reasons ? 'with' : 'without'} reasons`;
    outages.push(await measure(what, throttle, throttled));
  }
  return { throttled: outages, hanging: await waiting };
}

export function isQueued({ statusCode, body }: Answer): boolean {
  return statusCode === 202 && JSON.parse(body).outcome === 'queued';
}
