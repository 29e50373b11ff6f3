import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type ExportApi, exportApi } from '../../eight-by-eight/export-api.ts';
import { API_KEY, type FakeVendor, startFakeVendor } from './support/fake-vendor.ts';

const PERIOD = { from: new Date('2026-01-01T00:00:00.123Z'), to: new Date('2026-01-02T00:00:00Z') };
const CSV = 'umid\n1\n';

let vendor: FakeVendor;
let api: ExportApi;
const openApi = (apiKey = API_KEY) => exportApi({ url: vendor.url, apiKey, subAccountId: 'Acme & Co' });
beforeAll(async () => {
  vendor = await startFakeVendor();
  api = openApi();
});
afterEach(() => {
  Object.assign(vendor.exports, { files: [CSV], slowLooks: 0, endsAs: 'succeeded', storage: 'own' });
  Object.assign(vendor.exports, { linksAreExpired: false, breaksAfter: undefined });
  vendor.exports.storageCredentials.length = 0;
  vendor.refusal = undefined;
  expect(vendor.faults).toEqual([]);
});
afterAll(() => vendor.close());

/** The link of the only file. */
async function linkOf(jobId: string): Promise<string> {
  const { links } = await api.read(jobId);
  return links[0] ?? '';
}

describe('the export of the log of messages', () => {
  test('a job is started for the period, to the second and without a limit', async () => {
    const jobId = await api.start(PERIOD);
    expect(vendor.exports.jobs.get(jobId)).toMatchObject({
      subAccountId: 'Acme%20%26%20Co',
      period: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', limit: 0 },
    });
  });

  test('a job is queued, then running, then has files', async () => {
    Object.assign(vendor.exports, { files: [CSV, CSV], slowLooks: 2 });
    const jobId = await api.start(PERIOD);
    const jobs = [await api.read(jobId), await api.read(jobId), await api.read(jobId)];
    expect(jobs.map(({ status, links }) => [status, links.length])).toEqual([
      ['queued', 0],
      ['running', 0],
      ['succeeded', 2],
    ]);
  });

  test('a cancelled job is cancelled, and an unknown one needs no cancelling', async () => {
    const jobId = await api.start(PERIOD);
    await api.cancel(jobId);
    expect(await api.read(jobId)).toEqual({ status: 'cancelled', links: [] });
    await api.cancel('unknown');
  });

  test.each([
    ['own', []],
    ['links', [undefined]],
    ['redirects', [undefined]],
  ] as const)('files on %s storage: another host never gets the API key', async (storage, credentials) => {
    Object.assign(vendor.exports, { files: [CSV], storage });
    const link = await linkOf(await api.start(PERIOD));
    expect(await text(await api.download(link))).toBe(CSV);
    expect(vendor.exports.storageCredentials).toEqual(credentials);
  });

  test('an expired link says that another export is needed', async () => {
    Object.assign(vendor.exports, { files: [CSV], linksAreExpired: true });
    const link = await linkOf(await api.start(PERIOD));
    await expect(api.download(link)).rejects.toMatchObject({
      name: 'ExpiredLinkError',
      message: expect.stringMatching(/expired \(403\)\. Start another export/),
    });
  });

  test.each([
    ['a host that does not answer', 'http://127.0.0.1:9/x', /does not answer \(.+\)\. Try again/],
    ['no address', 'http://', /not an address/],
  ])('a link to %s is a clear error', async (_, link, message) => {
    await expect(api.download(link)).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });

  test.each([
    [401, /does not accept the API key \(401\).*Check the key/],
    [403, /refuses the API key \(403\).*Check its rights/],
    [404, /Sub-account Acme & Co was not found in this region/],
    [429, /limits the rate of requests \(429\)\. Try again/],
    [500, /refuses \(500\)/],
  ])('an answer %i is a clear error', async (status, message) => {
    vendor.refusal = { status, message: `no, ${API_KEY}` };
    const error = await api.start(PERIOD).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'VendorError', status, message: expect.stringMatching(message) });
    expect(String(error)).not.toContain(API_KEY);
  });

  test('a job that the vendor does not know is a clear error', async () => {
    await expect(api.read('unknown')).rejects.toMatchObject({
      code: 4018,
      message: expect.stringMatching(/does not know the export job \(404, code 4018\)\. Start another one/),
    });
  });
});
