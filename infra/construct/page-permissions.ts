import { Stack } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { MESSAGES_VIEW, VERSIONS_TABLE } from '../../contract/archive.ts';
import { PAGE_ACTIONS } from '../../contract/page-actions.ts';
import { RECEIPTS_TABLE, SET_ASIDE_TABLE, type TableDefinition } from '../../contract/tables.ts';
import type { ReceiptsArchive } from './archive.ts';
import { FOLDERS } from './archive-bucket.ts';
import type { Permission } from './bundled-function.ts';

/** What the page reads. */
export interface PageSources {
  readonly receiptsTable: ITableV2;
  /** Undefined if the page does not show set-aside bodies. */
  readonly setAsideTable: ITableV2 | undefined;
  /** Undefined if there is none. */
  readonly archive: ReceiptsArchive | undefined;
  readonly secret: Secret;
}

/** Reads, and nothing else; of its log, {@link looksPermission}. */
export function pagePermissions(
  scope: Construct,
  { receiptsTable, setAsideTable, archive, secret }: PageSources,
): Permission[] {
  const { receiptsTable: ofReceipts, receiptsIndexes, setAsideTable: ofSetAside, setAsideIndexes } = PAGE_ACTIONS;
  return [
    { sid: 'ReadMessages', actions: [...ofReceipts], resources: [receiptsTable.tableArn] },
    { sid: 'FindMessages', actions: [...receiptsIndexes], resources: indexesOf(receiptsTable, RECEIPTS_TABLE) },
    ...(setAsideTable === undefined
      ? []
      : [
          { sid: 'ReadSetAside', actions: [...ofSetAside], resources: [setAsideTable.tableArn] },
          {
            sid: 'ListSetAside',
            actions: [...setAsideIndexes],
            resources: indexesOf(setAsideTable, SET_ASIDE_TABLE),
          },
        ]),
    { sid: 'ReadSecret', actions: [...PAGE_ACTIONS.secret], resources: [secret.secretArn] },
    { sid: 'SeeMetrics', actions: [...PAGE_ACTIONS.metrics], resources: ['*'] },
    { sid: 'ReadLooks', actions: [...PAGE_ACTIONS.lookResults], resources: ['*'] },
    ...(archive === undefined ? [] : archivePermissions(scope, archive)),
  ];
}

/** To query the log of the page itself. */
export function looksPermission(logGroupArn: string): Permission {
  return { sid: 'FindLooks', actions: [...PAGE_ACTIONS.looks], resources: [logGroupArn] };
}

/** All that the definition has: for an index that a deployment leaves out, DynamoDB then says that it is missing. */
function indexesOf({ tableArn }: ITableV2, { indexes }: TableDefinition): string[] {
  return Object.keys(indexes).map((name) => `${tableArn}/index/${name}`);
}

/** @see https://docs.aws.amazon.com/athena/latest/ug/managed-policies.html#amazonathenafullaccess-managed-policy */
function archivePermissions(scope: Construct, { bucket, databaseName, workGroupName }: ReceiptsArchive): Permission[] {
  const arn = (service: string, resource: string) => Stack.of(scope).formatArn({ service, resource });
  const tables = [VERSIONS_TABLE, MESSAGES_VIEW].map((table) => arn('glue', `table/${databaseName}/${table}`));
  return [
    {
      sid: 'QueryArchive',
      actions: [...PAGE_ACTIONS.archiveWorkGroup],
      resources: [arn('athena', `workgroup/${workGroupName}`)],
    },
    {
      sid: 'ReadSchema',
      actions: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
      resources: [arn('glue', 'catalog'), arn('glue', `database/${databaseName}`), ...tables],
    },
    { sid: 'FindBucket', actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [bucket.bucketArn] },
    { sid: 'ReadVersions', actions: ['s3:GetObject'], resources: [bucket.arnForObjects(`${FOLDERS.versions}*`)] },
    {
      sid: 'KeepResults',
      actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [bucket.arnForObjects(`${FOLDERS.results}*`)],
    },
  ];
}
