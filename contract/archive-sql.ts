import { ARCHIVE_COLUMNS, PARTITION, VERSIONS_TABLE } from './archive.ts';

/**
 * The last version of each message. A row that is there twice has no effect: one of the copies is taken, with the sender if only
 * one has it (`archiveFields` was set between them).
 *
 * @param since - reads only days of the archive from this one on, such as `2026-11-01`. Messages whose first receipt is older
 * may then be missing
 */
export function lastVersionsSql(since?: string): string {
  const columns = Object.keys(ARCHIVE_COLUMNS).join(', ');
  return [
    `SELECT ${columns}`,
    'FROM (',
    `  SELECT ${columns}, row_number() OVER (PARTITION BY umid ORDER BY version DESC, source) AS age`,
    `  FROM ${VERSIONS_TABLE}`,
    ...(since === undefined ? [] : [`  WHERE ${PARTITION} >= '${since}'`]),
    ') AS aged',
    'WHERE age = 1',
  ].join('\n');
}

interface SavedQuery {
  readonly description: string;
  readonly sql: string;
}

const RATE = `count_if(terminal AND state IN ('delivered', 'read')) AS delivered,
  count_if(terminal AND state NOT IN ('delivered', 'read')) AS failed`;

/** The queries that the Athena console offers in the workgroup. Their period is in the first lines. */
export const SAVED_QUERIES: Readonly<Record<string, SavedQuery>> = {
  'rate-by-country': {
    description: 'Messages, delivered and failed by country, of one month',
    sql: `SELECT country, count(*) AS messages,
  ${RATE}
FROM messages
WHERE substr(first_received_at, 1, 7) = '2026-11'
GROUP BY country
ORDER BY messages DESC`,
  },
  'spend-by-sub-account': {
    description: 'Cost and segments by month, sub-account and currency',
    sql: `SELECT substr(first_received_at, 1, 7) AS month, sub_account_id, currency,
  sum(CAST(price AS decimal(38, 15))) AS cost, sum(segments) AS segments, count(*) AS messages
FROM messages
GROUP BY substr(first_received_at, 1, 7), sub_account_id, currency
ORDER BY 1, 2, 3`,
  },
  'errors-by-country': {
    description: 'Failed messages by country and error code, of one month',
    sql: `SELECT country, error_code, count(*) AS messages
FROM messages
WHERE substr(first_received_at, 1, 7) = '2026-11' AND terminal AND state NOT IN ('delivered', 'read')
GROUP BY country, error_code
ORDER BY messages DESC`,
  },
  'history-of-a-message': {
    description: 'Every version of one message',
    sql: `SELECT DISTINCT version, state, detail, status_timestamp, last_received_at, error_code, price, currency
FROM ${VERSIONS_TABLE}
WHERE umid = '00000000-0000-0000-0000-000000000000'
ORDER BY version`,
  },
};
