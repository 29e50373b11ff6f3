/**
 * The names of the stack's outputs in CloudFormation. The stack sets them, and the tool reads them. Do not change them:
 * scripts of users rely on them.
 */
export const OUTPUTS = {
  /** Set this as the callback URL of the 8x8 account. */
  callbackUrl: 'CallbackUrl',
  /** HTTP API that takes the receipts. */
  apiId: 'ApiId',
  /** Function that receives them. */
  functionName: 'FunctionName',
  /** Table with one item per message. */
  receiptsTable: 'ReceiptsTableName',
  /** The items of that table in the AWS console. */
  receiptsTableUrl: 'ReceiptsTableUrl',
  /** Table with the bodies that could not be recorded. */
  setAsideTable: 'SetAsideTableName',
  /** The items of that table in the AWS console. */
  setAsideTableUrl: 'SetAsideTableUrl',
  /** Queue of the bodies that the tables could not take. */
  fallbackQueueUrl: 'FallbackQueueUrl',
  /** Queue of the bodies that could not be redriven. */
  deadLetterQueueUrl: 'DeadLetterQueueUrl',
  /** The same queue, for `aws sqs start-message-move-task`. */
  deadLetterQueueArn: 'DeadLetterQueueArn',
  /** Secret that holds the token to call with. */
  tokenSecretArn: 'TokenSecretArn',
  /** Namespace of the metrics in CloudWatch. */
  metricsNamespace: 'MetricsNamespace',
  /** Bus that events are published on: its name, or its ARN if it is in another account. Only with `events`. */
  eventBusName: 'EventBusName',
  /** Queue of the events that could not be published. Only with `events`. */
  eventDeadLetterQueueUrl: 'EventDeadLetterQueueUrl',
  /** Bucket of the archive. Only with `archive`, like the next five. */
  archiveBucket: 'ArchiveBucketName',
  /** Database of the archive in Athena. */
  archiveDatabase: 'ArchiveDatabaseName',
  /** Workgroup of Athena in which the archive is queried. */
  archiveWorkGroup: 'ArchiveWorkGroupName',
  /** Stream of Firehose that takes the rows of the archive. */
  archiveStream: 'ArchiveStreamName',
  /** Personal data that its rows have; missing if there is none. */
  archiveFields: 'ArchiveFields',
  /** Queue of the rows that Firehose did not take. */
  archiveDeadLetterQueueUrl: 'ArchiveDeadLetterQueueUrl',
  /** Secret for the API key of the vendor: store the key in it. Only with `reconcileSubAccounts`. */
  reconcileApiKeySecretArn: 'ReconcileApiKeySecretArn',
  /** Queue of the failed reconcile steps. Only with `reconcileSubAccounts`. */
  reconcileDeadLetterQueueUrl: 'ReconcileDeadLetterQueueUrl',
  /** Function that posts test receipts. Only with `probeMinutes`. */
  probeFunctionName: 'ProbeFunctionName',
  /** Address of the page to look up messages. Only with `pageIssuer`, like the next two. */
  pageUrl: 'PageUrl',
  /** Secret for the client secret of the page at the OpenID provider: store it in it. */
  pageSecretArn: 'PageSecretArn',
  /** Log group that says who looked at which message. */
  pageLogGroup: 'PageLogGroup',
  /** Topic of the alarms; missing if they are off. */
  alarmTopicArn: 'AlarmTopicArn',
  /** Topic of the alarms that can wait. Only with `ticketTopicArn`. */
  ticketTopicArn: 'TicketTopicArn',
  /** The dashboard in the AWS console; missing if it is off. */
  dashboardUrl: 'DashboardUrl',
  /** The settings of the deployment, as JSON. Missing ones have their defaults. */
  settings: 'Settings',
  /** The command to run after the first deployment. Its name makes it the last that the CDK prints. */
  whatNext: 'WhatNext',
} as const;
