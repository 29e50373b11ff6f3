import { LIST_PRICES } from './list-prices.ts';

const GB = 1e9;
const MIB_PER_VCPU = 1769;

/** What was measured of one design, for a message that gets so many receipts. */
export interface Usage {
  readonly receipts: number;
  /** DynamoDB requests of all its receipts. */
  readonly requests: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Bytes that stay in DynamoDB for the retention: items and their copies in indexes. */
  readonly storedBytes: number;
  /** CPU time of the function for one receipt, on a whole core. */
  readonly cpuMs: number;
}

/** What a deployment is like. None of it was measured here. */
export const ASSUMPTIONS = {
  /** Messages in a month, which share the price of the secret. */
  messagesPerMonth: 1_000_000,
  /** Months that an item stays: 90 days. */
  retentionMonths: 3,
  memoryMib: 512,
  /** What a DynamoDB request takes from a function in the same region. */
  requestMs: 5,
  /** Function's own line, and what Lambda writes at the start and the end of each invocation. */
  functionLogBytes: 1_200,
  /** Line of the access log. */
  accessLogBytes: 400,
  /** Months that logs stay: 30 days. */
  logRetentionMonths: 1,
  /** New containers for a million receipts; each reads the secret once. */
  containersPerMillionReceipts: 1_000,
} as const;

/** Dollars for a million messages. */
export interface Cost {
  readonly apiGateway: number;
  readonly lambda: number;
  readonly dynamoDbWrites: number;
  readonly dynamoDbStorage: number;
  readonly logs: number;
  readonly secret: number;
  readonly total: number;
}

export type ApiKind = 'http' | 'rest';

/** What a million messages cost. */
export function costOf(usage: Usage, api: ApiKind = 'http'): Cost {
  const { apiGateway, lambda, dynamoDb, logs, secretsManager } = LIST_PRICES;
  const { receipts, requests, writeUnits, readUnits, storedBytes, cpuMs } = usage;
  const assumed = ASSUMPTIONS;
  // Lambda gives CPU in proportion to memory, so that what takes 1 ms on a core takes longer; waiting does not
  const seconds = (receipts * cpuMs * (MIB_PER_VCPU / assumed.memoryMib) + requests * assumed.requestMs) / 1000;
  const gbOfStorage = (1e6 * storedBytes) / GB;
  const gbOfLogs = (1e6 * receipts * (assumed.functionLogBytes + assumed.accessLogBytes)) / GB;
  const parts = {
    apiGateway: receipts * (api === 'http' ? apiGateway.httpApiPerMillion : apiGateway.restApiPerMillion),
    lambda: receipts * lambda.perMillionRequests + 1e6 * seconds * (assumed.memoryMib / 1024) * lambda.perGbSecond,
    dynamoDbWrites: writeUnits * dynamoDb.perMillionWriteUnits + readUnits * dynamoDb.perMillionReadUnits,
    dynamoDbStorage:
      gbOfStorage * assumed.retentionMonths * (dynamoDb.storagePerGbMonth + dynamoDb.pointInTimeRecoveryPerGbMonth),
    logs: gbOfLogs * (logs.ingestionPerGb + assumed.logRetentionMonths * logs.storagePerGbMonth),
    secret:
      secretsManager.perSecretMonth * (1e6 / assumed.messagesPerMonth) +
      ((receipts * assumed.containersPerMillionReceipts) / 10_000) * secretsManager.per10000Calls,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}
