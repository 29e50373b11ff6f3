import { expect, test } from '@jest/globals';
import type { ArchiveRow } from '../../../contract/archive.ts';
import { rowsInRecords } from '../../../lambda/archive/rows-in-records.ts';

const rowOf = (from: number, umid = `${from}`) => ({ row: { umid, version: 1 } satisfies ArchiveRow, from });

test('many rows are lines of one record, in ASCII', () => {
  const records = rowsInRecords([rowOf(1), rowOf(2, 'é😀')]);
  expect(records).toEqual([
    { data: '{"umid":"1","version":1}\n{"umid":"\\u00e9\\ud83d\\ude00","version":1}\n', from: [1, 2] },
  ]);
});

test('every row is in one record, in their order, and no record is too large for SQS and Firehose', () => {
  const rows = Array.from({ length: 3_000 }, (_, at) => rowOf(at, `${at}`.padEnd(at % 7 === 0 ? 60_000 : 300, 'x')));
  const records = rowsInRecords(rows);
  const found = records.flatMap(({ data }) =>
    data
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  expect(found).toEqual(rows.map(({ row }) => row));
  expect(records.flatMap(({ from }) => from)).toEqual(rows.map(({ from }) => from));
  const sizes = records.map(({ data }) => Buffer.byteLength(data));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024);
  // PutRecordBatch takes 4 MiB
  expect(16 * Math.max(...sizes)).toBeLessThanOrEqual(4 * 1024 * 1024);
});
