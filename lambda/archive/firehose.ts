import { FirehoseClient, type FirehoseClientConfig, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { putWithRetries } from '../stream/put-with-retries.ts';

/**
 * Puts records in one request. Resolves with the error code of each record, undefined if Firehose holds it.
 *
 * @param data - in ASCII, within the limits of {@link putRecords}
 */
export type PutRecords = (data: readonly string[], signal: AbortSignal) => Promise<readonly (string | undefined)[]>;

/** @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
const MAX_RECORDS = 500;
const MAX_BYTES = 4 * 1024 ** 2;

/** Time-outs of the clients of Firehose and of the dead-letter queue, in milliseconds. */
export const CLIENT_TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** Puts records into a stream of Firehose. */
export function createPutRecords(stream: string, config: FirehoseClientConfig = {}): PutRecords {
  const client = new FirehoseClient({
    // The caller retries both requests and records
    maxAttempts: 1,
    requestHandler: CLIENT_TIMEOUTS,
    ...config,
  });
  return async (data, abortSignal) => {
    const Records = data.map((text) => ({ Data: Buffer.from(text) }));
    const command = new PutRecordBatchCommand({ DeliveryStreamName: stream, Records });
    const { RequestResponses = [] } = await client.send(command, { abortSignal });
    return data.map((_, index) => {
      const result = RequestResponses[index];
      return result?.RecordId === undefined ? (result?.ErrorCode ?? 'NoAnswer') : undefined;
    });
  };
}

/** Puts records, and those again that Firehose did not take. Returns the ones that are left, each with its last error code. */
export function putRecords<T extends { readonly data: string }>(
  records: readonly T[],
  put: PutRecords,
  signal: AbortSignal,
): Promise<Map<T, string>> {
  return putWithRetries(records, {
    put: (request) =>
      put(
        request.map(({ data }) => data),
        signal,
      ),
    maxItems: MAX_RECORDS,
    maxBytes: MAX_BYTES,
    // ASCII
    bytesOf: ({ data }) => data.length,
    signal,
  });
}
