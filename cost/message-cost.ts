import { DEFAULTS } from '../contract/defaults.ts';
import { LIST_PRICES } from './list-prices.ts';

const GB = 1e9;
const MILLION = 1e6;
const MIB_PER_VCPU = 1769;
const SECONDS_PER_MONTH = 30 * 86_400;

/** Bytes that the stack logs for each receipt, without the function's own lines. */
export interface StackLogBytes {
  /** Line of API Gateway's access log. */
  readonly accessLog: number;
  /** Lines that Lambda writes at the start and at the end of an invocation; none above the level INFO. */
  readonly system: number;
}

/** The usage of one message's events. */
export interface Publishing {
  /** Writes of its item, each of which is a record of the stream. */
  readonly records: number;
  readonly events: number;
  /** The largest entry. */
  readonly entryBytes: number;
  readonly putEventsRequests: number;
  /** Bytes that the publisher logs. */
  readonly logBytes: number;
}

/** Measured usage of a design for one message. */
export interface Usage {
  readonly receipts: number;
  /** DynamoDB requests of all receipts. */
  readonly requests: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Bytes of the item and of its copies in indexes, which stay for the retention. */
  readonly stored: { readonly tableBytes: number; readonly indexBytes: number };
  /** CPU time of the function for one receipt, on a whole core. */
  readonly cpuMs: number;
  /** Bytes that the function logs for all receipts. */
  readonly functionLogBytes: number;
  /** Bytes that the stack logs for each receipt. */
  readonly stackLogs: StackLogBytes;
  /** Bytes of the bodies of all answers. */
  readonly answerBytes: number;
}

/** Properties of a deployment that the benchmark does not measure. */
export const ASSUMPTIONS = {
  /** Months that an item stays. */
  retentionMonths: DEFAULTS.retentionDays / 30,
  memoryMib: DEFAULTS.memorySize,
  /** Duration of a DynamoDB request in the same Region. */
  requestMs: 5,
  /** Duration of an execution that publishes a batch. */
  putEventsMs: 20,
  /** Months that logs stay. */
  logRetentionMonths: DEFAULTS.logRetentionDays / 30,
  /** New containers for a million receipts; each reads the secret once. */
  containersPerMillionReceipts: 1_000,
  /** Status line, headers and TLS records of an answer; connections are reused. */
  answerOverheadBytes: 300,
  /**
   * Requests for messages that Lambda has under way while the fallback queue is empty. With a maximum concurrency,
   * Lambda does not reduce them.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  queuePollers: 5,
  /**
   * Seconds that a long poll waits at most.
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
   */
  pollSeconds: 20,
} as const;

export type Assumptions = { readonly [name in keyof typeof ASSUMPTIONS]: number };

/**
 * The additional cost of events for a million messages, in dollars. Lambda's reads of a stream are free.
 *
 * @see https://aws.amazon.com/dynamodb/pricing/on-demand/
 */
export function eventCostOf({ events, entryBytes, putEventsRequests, logBytes }: Publishing) {
  const { eventBridge, lambda } = LIST_PRICES;
  const assumed = ASSUMPTIONS;
  const units = events * Math.ceil(entryBytes / eventBridge.eventUnitBytes);
  const seconds = (putEventsRequests * assumed.putEventsMs) / 1000;
  const parts = {
    eventBridge: units * eventBridge.perMillionEvents,
    lambda:
      putEventsRequests * lambda.perMillionRequests +
      MILLION * seconds * (assumed.memoryMib / 1024) * lambda.perGbSecond,
    logs: logCost(logBytes),
  };
  return { ...parts, total: parts.eventBridge + parts.lambda + parts.logs };
}

/**
 * What reconciling adds in a month, in dollars, beside the requests of its runs: Lambda polls its queue, too, and a secret
 * holds the key of 8x8.
 */
export function reconcileCost() {
  const parts = { secret: LIST_PRICES.secretsManager.perSecretMonth, queuePolling: queuePolling() };
  return { ...parts, total: parts.secret + parts.queuePolling };
}

/**
 * What the fallback queue adds to a million receipts that go through it, in dollars, if each is alone in its batch, which is
 * the most: it is sent, received and deleted, and recorded by another execution, which logs as much as the first.
 */
export function fallbackCostOf({ cpuMs, receipts, functionLogBytes }: Usage) {
  const { sqs, lambda } = LIST_PRICES;
  const parts = {
    sqs: 3 * sqs.perMillionRequests,
    lambda: lambda.perMillionRequests + durationCost(cpuMs, 1),
    logs: logCost(functionLogBytes / receipts),
  };
  return { ...parts, total: parts.sqs + parts.lambda + parts.logs };
}

/** Dollars for a million messages. */
export type Cost = ReturnType<typeof partsOf> & { readonly total: number };

/** The cost of a million messages, which are those of a month. */
export function costOf(usage: Usage, assumed: Assumptions = ASSUMPTIONS): Cost {
  const parts = partsOf(usage, assumed);
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

function partsOf(usage: Usage, assumed: Assumptions) {
  const { apiGateway, lambda, dynamoDb, secretsManager, dataOut } = LIST_PRICES;
  const { receipts, stored } = usage;
  // Bytes of one message times a million messages
  const gb = (bytes: number) => (MILLION * bytes) / GB;
  const secretReads = receipts * assumed.containersPerMillionReceipts;
  return {
    apiGateway: receipts * apiGateway.httpApiPerMillion,
    lambda: receipts * lambda.perMillionRequests + durationCost(receipts * usage.cpuMs, usage.requests, assumed),
    dynamoDbWrites: usage.writeUnits * dynamoDb.perMillionWriteUnits + usage.readUnits * dynamoDb.perMillionReadUnits,
    dynamoDbStorage:
      assumed.retentionMonths *
      (gb(stored.tableBytes + stored.indexBytes) * dynamoDb.storagePerGbMonth +
        gb(stored.tableBytes) * dynamoDb.pointInTimeRecoveryPerGbMonth),
    logs: logCost(usage.functionLogBytes + receipts * (usage.stackLogs.accessLog + usage.stackLogs.system), assumed),
    secret: secretsManager.perSecretMonth + (secretReads / 10_000) * secretsManager.per10000Calls,
    queuePolling: queuePolling(),
    dataOut: gb(usage.answerBytes + receipts * assumed.answerOverheadBytes) * dataOut.perGb,
  };
}

/** A month of polling one queue, in dollars. */
export function queuePolling(): number {
  const polls = (ASSUMPTIONS.queuePollers * SECONDS_PER_MONTH) / ASSUMPTIONS.pollSeconds;
  return (polls / MILLION) * LIST_PRICES.sqs.perMillionRequests;
}

/** A million executions, each with this CPU time on a whole core and these requests. */
function durationCost(cpuMs: number, requests: number, { memoryMib, requestMs }: Assumptions = ASSUMPTIONS): number {
  // Lambda's CPU share is proportional to memory, so CPU time gets longer, but waiting does not
  const ms = cpuMs * (MIB_PER_VCPU / memoryMib) + requests * requestMs;
  return MILLION * (ms / 1000) * (memoryMib / 1024) * LIST_PRICES.lambda.perGbSecond;
}

/** A million times these bytes. */
function logCost(bytes: number, { logRetentionMonths }: Assumptions = ASSUMPTIONS): number {
  const { ingestionPerGb, storagePerGbMonth } = LIST_PRICES.logs;
  return ((MILLION * bytes) / GB) * (ingestionPerGb + logRetentionMonths * storagePerGbMonth);
}
