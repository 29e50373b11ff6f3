import { LIST_PRICES } from './list-prices.ts';
import { ASSUMPTIONS } from './message-cost.ts';

const MILLION = 1e6;
/** The page, its style sheet and its icon. */
const REQUESTS = 3;
/** Longer than most, with the reads of the tables. */
const EXECUTION_MS = 200;
/** Of a search by a number and the messages that it finds. */
const READ_UNITS = 50;
/** Of the access log and the log of the page. */
const LOG_BYTES = 1_500;
/** That the charts of the first page ask CloudWatch for. */
const METRICS = 13;

/** What the page costs in a month in which nobody looks, in dollars: its secret. Alarms are counted with the others. */
export function idlePageCost(): number {
  return LIST_PRICES.secretsManager.perSecretMonth;
}

/** What a look-up on the page costs, and a view of its first page with the charts, in dollars. */
export function pageViewCost() {
  const { apiGateway, lambda, dynamoDb, logs, cloudWatch } = LIST_PRICES;
  const gbSeconds = (REQUESTS * EXECUTION_MS * ASSUMPTIONS.memoryMib) / 1000 / 1024;
  const lookUp =
    (REQUESTS * (apiGateway.httpApiPerMillion + lambda.perMillionRequests)) / MILLION +
    gbSeconds * lambda.perGbSecond +
    (READ_UNITS * dynamoDb.perMillionReadUnits) / MILLION +
    (LOG_BYTES * logs.ingestionPerGb) / 1e9;
  return { lookUp, firstPage: lookUp + (METRICS * cloudWatch.per1000MetricsRequested) / 1000 };
}
