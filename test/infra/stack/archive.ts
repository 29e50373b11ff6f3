import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { ARCHIVE_COLUMNS } from '../../../contract/archive.ts';
import { lastVersionsSql } from '../../../contract/archive-sql.ts';
import { synthesize } from '../support/synthesize.ts';
import { textOf } from '../support/template.ts';

const ON = { archive: 'on' };
const { template } = synthesize(ON);
const streamsOf = (of: Template) =>
  Object.values(of.findResources('AWS::DynamoDB::GlobalTable')).map(({ Properties }) => Properties.StreamSpecification);
const tableOf = (of: Template, name: string) =>
  Object.values(of.findResources('AWS::Glue::Table'))
    .map(({ Properties }) => Properties.TableInput)
    .find(({ Name }) => Name === name);

test.each([
  [{ archive: 'on' }, ['ArchiveLive']],
  [{ events: 'new' }, ['EventsPublishLive']],
  [{ archive: 'on', events: 'new' }, ['ArchiveLive', 'EventsPublishLive']],
])('with %j the receipts table has a stream with these readers: %j', (settings, readers) => {
  const of = synthesize(settings).template;
  expect(streamsOf(of)).toEqual([{ StreamViewType: 'NEW_AND_OLD_IMAGES' }, undefined]);
  const sources = Object.values(of.findResources('AWS::Lambda::EventSourceMapping'))
    .map(({ Properties }) => Properties)
    .filter(({ StartingPosition }) => StartingPosition !== undefined);
  // DynamoDB allows two
  expect(
    sources.map(({ FunctionName }) => JSON.stringify(FunctionName).match(/"Ref":"(\w+?)\w{8}"/)?.[1]).sort(),
  ).toEqual(readers);
});

describe('Athena', () => {
  test('has a table with the columns of a row, whose partitions it computes', () => {
    const versions = tableOf(template, 'versions');
    expect(versions.StorageDescriptor.Columns).toEqual(
      Object.entries(ARCHIVE_COLUMNS).map(([Name, Type]) => ({ Name, Type })),
    );
    expect(versions.PartitionKeys).toEqual([{ Name: 'day', Type: 'string' }]);
    expect(versions.Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.day.type': 'date',
      'projection.day.range': '2026-11-01,NOW',
    });
    expect(textOf(versions.Parameters['storage.location.template'])).toMatch(
      /^s3:\/\/ArchiveStoreBucket\w+\/versions\/day=\$\{day\}\/$/,
    );
  });

  test('has a view of the last versions', () => {
    const { ViewOriginalText, TableType } = tableOf(template, 'messages');
    const [begin, { 'Fn::Base64': text }, end] = ViewOriginalText['Fn::Join'][1];
    expect([TableType, begin, end]).toEqual(['VIRTUAL_VIEW', '/* Presto View: ', ' */']);
    const { originalSql, schema, catalog, columns } = JSON.parse(text);
    expect({ originalSql, schema, catalog }).toEqual({
      originalSql: lastVersionsSql(),
      schema: 'smsreceipts',
      catalog: 'awsdatacatalog',
    });
    expect(columns[0]).toEqual({ name: 'umid', type: 'varchar' });
  });
});
