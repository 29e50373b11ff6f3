import { Fn, Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ARCHIVE_COLUMNS, FIRST_DAY, MESSAGES_VIEW, PARTITION, VERSIONS_TABLE } from '../../contract/archive.ts';
import { lastVersionsSql, SAVED_QUERIES } from '../../contract/archive-sql.ts';
import { FOLDERS } from './archive-bucket.ts';

export interface ArchiveCatalogProps {
  /** Name of the workgroup, and of the database in lower case. */
  readonly name: string;
  readonly bucket: IBucket;
  /** Undefined for a key of S3. */
  readonly encryptionKey: IKey | undefined;
}

/** A query that reads more fails: $0.50 at $5 a TB. A year of ten million messages a month is about a fifth of it. */
const MAX_SCANNED_BYTES = 100e9;

const COLUMNS = Object.entries(ARCHIVE_COLUMNS).map(([name, type]) => ({ name, type }));
/** Names of types in a view, where they differ from those of Glue. */
const VIEW_TYPES: Readonly<Record<string, string>> = { string: 'varchar', int: 'integer' };

/** What Athena knows of the archive: the table of versions, the view of messages, the workgroup with its queries. */
export class ArchiveCatalog extends Construct {
  readonly databaseName: string;
  readonly versions: CfnTable;
  readonly workGroup: CfnWorkGroup;

  constructor(scope: Construct, id: string, { name, bucket, encryptionKey }: ArchiveCatalogProps) {
    super(scope, id);
    this.databaseName = name.toLowerCase().replaceAll('-', '_');
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Stack.of(this).account,
      databaseInput: { name: this.databaseName, description: 'Versions of SMS messages, without phone numbers' },
    });
    this.versions = this.table('Versions', database, {
      name: VERSIONS_TABLE,
      tableType: 'EXTERNAL_TABLE',
      description: 'One row for each version of a message; a row may be there twice',
      parameters: { classification: 'parquet', ...partitionProjection(bucket) },
      partitionKeys: [{ name: PARTITION, type: 'string' }],
      storageDescriptor: {
        columns: COLUMNS,
        location: bucket.s3UrlForObject(FOLDERS.versions),
        inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
        serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
      },
    });
    this.table('Messages', database, {
      name: MESSAGES_VIEW,
      tableType: 'VIRTUAL_VIEW',
      description: 'The last version of each message',
      parameters: { presto_view: 'true', comment: 'Presto View' },
      storageDescriptor: { columns: COLUMNS, serdeInfo: {} },
      viewOriginalText: Fn.join('', ['/* Presto View: ', Fn.base64(this.viewDefinition()), ' */']),
      viewExpandedText: '/* Presto View */',
    });
    this.workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name,
      description: 'Queries of the archive of SMS messages',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        // A client cannot write results elsewhere, nor read more
        enforceWorkGroupConfiguration: true,
        bytesScannedCutoffPerQuery: MAX_SCANNED_BYTES,
        publishCloudWatchMetricsEnabled: true,
        resultConfiguration: {
          outputLocation: bucket.s3UrlForObject(FOLDERS.results),
          encryptionConfiguration:
            encryptionKey === undefined
              ? { encryptionOption: 'SSE_S3' }
              : { encryptionOption: 'SSE_KMS', kmsKey: encryptionKey.keyArn },
        },
      },
    });
    for (const [queryName, { description, sql }] of Object.entries(SAVED_QUERIES)) {
      new CfnNamedQuery(this, queryName, {
        name: queryName,
        description,
        database: this.databaseName,
        workGroup: this.workGroup.ref,
        queryString: sql,
      });
    }
  }

  private table(id: string, database: CfnDatabase, tableInput: CfnTable.TableInputProperty): CfnTable {
    return new CfnTable(this, id, {
      catalogId: Stack.of(this).account,
      databaseName: database.ref,
      tableInput,
    });
  }

  /** In the form in which Athena stores a view. */
  private viewDefinition(): string {
    return JSON.stringify({
      originalSql: lastVersionsSql(),
      catalog: 'awsdatacatalog',
      schema: this.databaseName,
      columns: COLUMNS.map(({ name, type }) => ({ name, type: VIEW_TYPES[type] ?? type })),
    });
  }
}

/**
 * Athena computes the partitions, so nothing has to add one each day.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
function partitionProjection(bucket: IBucket): Record<string, string> {
  return {
    'projection.enabled': 'true',
    [`projection.${PARTITION}.type`]: 'date',
    [`projection.${PARTITION}.format`]: 'yyyy-MM-dd',
    [`projection.${PARTITION}.range`]: `${FIRST_DAY},NOW`,
    [`projection.${PARTITION}.interval`]: '1',
    [`projection.${PARTITION}.interval.unit`]: 'DAYS',
    'storage.location.template': bucket.s3UrlForObject(`${FOLDERS.versions}${PARTITION}=\${${PARTITION}}/`),
  };
}
