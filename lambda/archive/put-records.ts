import { setTimeout } from 'node:timers/promises';
import { errorName } from '../telemetry/request-log.ts';
import { MAX_RECORDS, type PutRecords } from './firehose.ts';

const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 100;

/** Something with the data of a record. */
interface HasData {
  readonly data: string;
}

/** Puts records, and those that fail again. Returns the ones that Firehose did not take, each with its last error code. */
export async function putRecords<T extends HasData>(
  records: readonly T[],
  put: PutRecords,
  signal: AbortSignal,
): Promise<Map<T, string>> {
  let open = records;
  for (let attempt = 1; ; attempt += 1) {
    const failures = new Map<T, string>();
    for (let at = 0; at < open.length; at += MAX_RECORDS) {
      const request = open.slice(at, at + MAX_RECORDS);
      const codes = await putRequest(request, put, signal);
      for (const [index, record] of request.entries()) {
        const code = codes[index];
        if (code !== undefined) failures.set(record, code);
      }
    }
    if (failures.size === 0 || attempt === MAX_ATTEMPTS || signal.aborted) return failures;
    await setTimeout(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    open = [...failures.keys()];
  }
}

async function putRequest(
  request: readonly HasData[],
  put: PutRecords,
  signal: AbortSignal,
): Promise<readonly (string | undefined)[]> {
  try {
    signal.throwIfAborted();
    return await put(
      request.map(({ data }) => data),
      signal,
    );
  } catch (error) {
    return request.map(() => errorName(error));
  }
}
