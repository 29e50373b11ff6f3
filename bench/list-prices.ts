/**
 * AWS's list prices in dollars, region us-east-1, first tier of volume, without any free tier. They were recorded by
 * hand, and nothing here checks them: look at the pages before you rely on a sum.
 */
export const LIST_PRICES = {
  asOf: '2026-11-22',
  region: 'us-east-1',
  /** Page "Amazon API Gateway pricing": HTTP APIs in units of 512 KB, REST APIs. */
  apiGateway: { httpApiPerMillion: 1.0, restApiPerMillion: 3.5 },
  /** Page "AWS Lambda pricing": arm64. */
  lambda: { perMillionRequests: 0.2, perGbSecond: 0.0000133334 },
  /** Page "Amazon DynamoDB pricing for on-demand capacity": Standard table class. */
  dynamoDb: {
    perMillionWriteUnits: 0.625,
    perMillionReadUnits: 0.125,
    storagePerGbMonth: 0.25,
    pointInTimeRecoveryPerGbMonth: 0.2,
  },
  /** Page "Amazon CloudWatch pricing": logs, Standard class. */
  logs: { ingestionPerGb: 0.5, storagePerGbMonth: 0.03 },
  /** Page "AWS Secrets Manager pricing". */
  secretsManager: { perSecretMonth: 0.4, per10000Calls: 0.05 },
} as const;
