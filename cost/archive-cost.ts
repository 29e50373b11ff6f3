import { DEFAULTS } from '../contract/defaults.ts';
import { LIST_PRICES } from './list-prices.ts';
import { ASSUMPTIONS } from './message-cost.ts';

const GB = 1e9;
const MILLION = 1e6;
const MINUTES_PER_MONTH = 30 * 24 * 60;
const MONTHS_PER_YEAR = 12;
/** Parquet has each column on its own, compressed. */
const PARQUET_SHARE = 0.25;
/** Firehose writes a file after a quarter of an hour. */
const FILES_PER_MONTH = MINUTES_PER_MONTH / 15;

/** The usage of one message's rows. */
export interface Archiving {
  /** Versions of its item. */
  readonly rows: number;
  /** Bytes of all rows, as JSON. */
  readonly rowBytes: number;
}

/**
 * What the archive adds to a month of a million messages, in dollars, with storage for as long as it is kept. Lambda collects the
 * rows of a minute, so there is one execution and one record of Firehose a minute. Firehose bills a record in steps of 5 KB.
 * Queries are not in it.
 */
export function archiveCostOf({ rowBytes }: Archiving, messages = MILLION, years: number = DEFAULTS.archiveYears) {
  const { firehose, lambda, s3 } = LIST_PRICES;
  const bytes = messages * rowBytes;
  const records = messages === 0 ? 0 : MINUTES_PER_MONTH;
  const recordBytes = Math.ceil(bytes / Math.max(1, records) / firehose.stepBytes) * firehose.stepBytes;
  const seconds = (records * ASSUMPTIONS.putEventsMs) / 1000;
  const parts = {
    firehose: ((records * recordBytes) / GB) * (firehose.perGb + firehose.conversionPerGb),
    lambda:
      (records / MILLION) * lambda.perMillionRequests + seconds * (ASSUMPTIONS.memoryMib / 1024) * lambda.perGbSecond,
    files: (messages === 0 ? 0 : FILES_PER_MONTH / 1000) * s3.per1000Puts,
    storage: ((bytes * PARQUET_SHARE) / GB) * s3.storagePerGbMonth * years * MONTHS_PER_YEAR,
  };
  return { ...parts, total: parts.firehose + parts.lambda + parts.files + parts.storage };
}
