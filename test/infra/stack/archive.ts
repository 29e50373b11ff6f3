import { expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { synthesize } from '../support/synthesize.ts';

const streamsOf = (of: Template) =>
  Object.values(of.findResources('AWS::DynamoDB::GlobalTable')).map(({ Properties }) => Properties.StreamSpecification);

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
