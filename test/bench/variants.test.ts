import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bundleVariants, MEASURES } from '../../bench/bundling/variants.ts';
import { type FakeService, startFakeAws } from '../../bench/fake-aws/start.ts';
import { measureColdStarts } from '../../bench/measure/cold-start.ts';

const folder = mkdtempSync(join(tmpdir(), 'variants-'));
let fake: FakeService;

beforeAll(async () => {
  fake = await startFakeAws();
});
afterAll(async () => {
  await fake.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('without any one of the measures, the receiver is another file and records all the same', async () => {
  const entries = await bundleVariants(folder);
  expect(Object.keys(entries)).toEqual(['receiver', ...Object.keys(MEASURES)]);
  const sizes = Object.values(entries).map((entry) => statSync(entry).size);
  expect(new Set(sizes).size).toBe(sizes.length);
  // The first turn, which does not count, throws where a receipt is not recorded
  await measureColdStarts(entries, { node: process.execPath, endpoints: fake.plain, samples: 0 });
}, 60_000);
