import { LIST_PRICES } from '../../cost/list-prices.ts';
import { ASSUMPTIONS } from '../../cost/message-cost.ts';
import { table } from '../report/table.ts';
import { count } from './report/text.ts';
import type { Result } from './scenario.ts';
import { burst } from './scenarios.ts';
import { DEFAULTS } from './settings.ts';
import { simulate } from './simulate.ts';

const BACKLOG = 100_000;
const OUTAGE_SECONDS = 3600;
const MILLION = 1e6;
const GB = 1e9;
/** A log line of a body that stays in the queue, with the 26 bytes that CloudWatch adds to each line. */
const LOG_BYTES =
  26 +
  JSON.stringify({
    timestamp: '2026-01-01T00:00:00.000Z',
    level: 'ERROR',
    outcome: 'unavailable',
    messageId: '00000000-0000-4000-8000-000000000000',
    ageSeconds: OUTAGE_SECONDS,
    error: 'StoreUnavailableError',
  }).length;

/** What the redrive of a backlog costs if DynamoDB is away for an hour, as Markdown. Throttled writes have no price. */
export function outageCosts(): string {
  const queueOf = (dynamoDb: 'throttled' | 'hanging') => {
    const load = burst(BACKLOG, 10);
    return simulate({ load, settings: DEFAULTS, dynamoDb, outageSeconds: OUTAGE_SECONDS }).queue;
  };
  const rows = [
    { state: 'DynamoDB throttles', ...queueOf('throttled') },
    { state: 'DynamoDB hangs', ...queueOf('hanging') },
  ];
  return table(rows, {
    '100,000 bodies, an hour': ({ state }) => state,
    receives: ({ receives }) => count(receives),
    executions: ({ executions }) => count(executions),
    'requests to SQS': ({ requests }) => count(requests),
    cost: (queue) => `$${redriveCostOf(queue).toFixed(2)}`,
  });
}

export function redriveCostOf({ receives, executions, executionTime, requests }: Result['queue']) {
  const { lambda, sqs, logs } = LIST_PRICES;
  return (
    (requests / MILLION) * sqs.perMillionRequests +
    (executions / MILLION) * lambda.perMillionRequests +
    (executionTime / 1000) * (ASSUMPTIONS.memoryMib / 1024) * lambda.perGbSecond +
    ((receives * LOG_BYTES) / GB) * logs.ingestionPerGb
  );
}
