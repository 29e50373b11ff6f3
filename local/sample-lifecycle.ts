import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path of the sample, relative to the repository. */
export const SAMPLE_PATH = 'local/samples/receipt.sample.json';

/** The vendor's sample of a delivery receipt, unchanged. */
const SAMPLE = readFileSync(join(import.meta.dirname, '..', SAMPLE_PATH), 'utf8');
const sample = JSON.parse(SAMPLE) as { payload: { umid: string } & Record<string, unknown> };

export const SAMPLE_UMID = sample.payload.umid;

export interface Step {
  readonly what: string;
  readonly body: string;
}

/** Receipts of one message, in a possible order of arrival. */
export const LIFE_OF_A_MESSAGE: readonly Step[] = [
  { what: 'queued', body: earlier({ state: 'queued', timestamp: '2015-12-31T23:59:57.21Z' }) },
  { what: 'sent', body: earlier({ state: 'sent', timestamp: '2015-12-31T23:59:58.06Z' }) },
  { what: 'undelivered', body: SAMPLE },
  { what: 'undelivered, once more', body: SAMPLE },
  // Its timestamp is later than that of `undelivered`, because an operator's clock is coarse
  { what: 'sent, late', body: earlier({ state: 'sent', timestamp: '2016-01-01T00:00:00.38Z' }) },
];

/** The sample with an earlier status, which has no price and no number of segments yet. */
function earlier(status: object): string {
  const { price: _, smsCount: __, ...payload } = sample.payload;
  return JSON.stringify({ ...sample, payload: { ...payload, status } });
}
