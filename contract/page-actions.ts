/**
 * What the hosted page calls in AWS, by what it reads. The stack grants its function this and nothing else; a test records the
 * requests of its pages.
 */
export const PAGE_ACTIONS = {
  /** A scan finds what no index finds, up to 16 MB, and counts the messages of the insights if there is no archive. */
  receiptsTable: ['dynamodb:BatchGetItem', 'dynamodb:Scan'],
  receiptsIndexes: ['dynamodb:Query'],
  setAsideTable: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
  setAsideIndexes: ['dynamodb:Query'],
  metrics: ['cloudwatch:GetMetricData', 'cloudwatch:DescribeAlarms'],
  looks: ['logs:StartQuery'],
  lookResults: ['logs:GetQueryResults'],
  secret: ['secretsmanager:GetSecretValue'],
  archiveWorkGroup: ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults'],
} as const;
