import { startFakeAws, type Throttle } from '../fake-aws.ts';
import { functionEnvironment } from './function-environment.ts';
import { runChild } from './run-child.ts';
import { differentEvents } from './warm.ts';

/** One answer while DynamoDB fails. */
export interface OutageAnswer {
  readonly statusCode: number;
  readonly outcome?: string;
  readonly ms: number;
  /** Whether the container's circuit breaker had opened before. */
  readonly breakerOpen: boolean;
}

/** The answers of a container during one kind of outage. */
export interface Outage {
  readonly what: string;
  readonly answers: readonly OutageAnswer[];
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
  entry: string,
  { node, throttled, hanging }: { readonly node: string; readonly throttled: number; readonly hanging: number },
): Promise<Outages> {
  const container = { node, entry };
  // A container that waits for DynamoDB needs no CPU, so the others can run at the same time
  const waiting = measureOutage('hangs', { ...container, receipts: hanging, patience: PATIENCE });
  const outages: Outage[] = [];
  for (const throttle of THROTTLES) {
    outages.push(await measureOutage(throttle, { ...container, receipts: throttled, patience: 0 }));
  }
  return { throttled: outages, hanging: await waiting };
}

interface Container {
  readonly node: string;
  readonly entry: string;
  readonly receipts: number;
  readonly patience: number;
}

async function measureOutage(
  dynamoDb: 'hangs' | Throttle,
  { node, entry, receipts, patience }: Container,
): Promise<Outage> {
  const fake = await startFakeAws({ tls: true, dynamoDb });
  try {
    const { measured } = await runChild<OutageAnswer[]>({
      node,
      script: 'outage.mjs',
      entry,
      input: differentEvents(receipts),
      args: [patience],
      env: functionEnvironment(fake.endpoints),
    });
    const what = dynamoDb === 'hangs' ? dynamoDb : `${dynamoDb.error} ${dynamoDb.reasons ? 'with' : 'without'} reasons`;
    return { what, answers: measured, dynamoDbRequests: fake.dynamoDbRequests() };
  } finally {
    await fake.stop();
  }
}
