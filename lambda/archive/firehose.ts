import { FirehoseClient, type FirehoseClientConfig, PutRecordBatchCommand } from '@aws-sdk/client-firehose';

/**
 * Puts records in one request. Resolves with the error code of each record, undefined if Firehose holds it.
 *
 * @param data - at most {@link MAX_RECORDS}
 */
export type PutRecords = (data: readonly string[], signal: AbortSignal) => Promise<readonly (string | undefined)[]>;

/**
 * How many full records a request may have: 4 MiB in all.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 */
export const MAX_RECORDS = 16;

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
