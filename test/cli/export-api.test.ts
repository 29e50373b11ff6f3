import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { exportApi, openExportFile } from '../../eight-by-eight/export-api.ts';
import { vendorApi } from '../../eight-by-eight/vendor-api.ts';
import { listen } from '../support/listen.ts';
import { API_KEY, type FakeVendor, startFakeVendor } from './support/fake-vendor.ts';

const PERIOD = { from: new Date('2026-11-01T00:00:00.123Z'), to: new Date('2026-11-04T12:30:15Z') };

let vendor: FakeVendor;
let elsewhere: FakeVendor;
beforeAll(async () => {
  [vendor, elsewhere] = await Promise.all([startFakeVendor(), startFakeVendor()]);
});
beforeEach(() => {
  vendor.export = { states: ['succeeded'], files: [] };
  for (const { downloads, exports } of [vendor, elsewhere]) {
    downloads.length = 0;
    exports.started.length = 0;
    exports.cancelled.length = 0;
  }
});
afterAll(async () => {
  expect(vendor.faults).toEqual([]);
  await Promise.all([vendor.close(), elsewhere.close()]);
});

const settings = () => ({ url: vendor.url, apiKey: API_KEY });
const jobs = () => exportApi(vendorApi(settings()), 'Acme_1');

describe('an export job', () => {
  test('is started for a period without a row limit, and has links once it has succeeded', async () => {
    vendor.export = { states: ['queued', 'running', 'succeeded'], files: [{ body: 'a' }, { body: 'b' }] };
    const id = await jobs().start(PERIOD);
    expect(vendor.exports.started).toEqual([{ from: '2026-11-01T00:00:00Z', to: '2026-11-04T12:30:15Z', limit: 0 }]);
    expect(await jobs().read(id)).toEqual({ state: 'queued', links: [], expires: undefined });
    expect(await jobs().read(id)).toMatchObject({ state: 'running' });
    expect(await jobs().read(id)).toMatchObject({
      state: 'succeeded',
      links: [{}, {}],
      expires: '2026-12-01T00:00:00.00Z',
    });
  });

  test('can be cancelled', async () => {
    vendor.export = { states: ['running'], files: [] };
    const id = await jobs().start(PERIOD);
    await jobs().cancel(id);
    expect(vendor.exports.cancelled).toEqual([id]);
    expect(await jobs().read(id)).toMatchObject({ state: 'cancelled' });
  });

  test("that the vendor does not know is an error with the vendor's code", async () => {
    await expect(jobs().read('nope')).rejects.toMatchObject({
      message: expect.stringContaining('does not know the export job'),
      status: 404,
      code: 4018,
    });
  });

  test('whose answer breaks off is an error to try again after', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{', () => response.destroy());
    });
    const { endpoint: url, close } = await listen(server);
    const reading = exportApi(vendorApi({ url, apiKey: API_KEY }), 'Acme_1').read('job');
    await expect(reading).rejects.toMatchObject({ name: 'VendorError', status: undefined });
    await close();
  });

  test('with a wrong API key is refused', async () => {
    const api = exportApi(vendorApi({ url: vendor.url, apiKey: 'wrong' }), 'Acme_1');
    await expect(api.start(PERIOD)).rejects.toMatchObject({ status: 401 });
  });
});

describe('a file of an export', () => {
  const linkTo = async (file: (typeof vendor.export.files)[number]) => {
    vendor.export = { states: ['succeeded'], files: [file] };
    const [link = ''] = (await jobs().read(await jobs().start(PERIOD))).links;
    return link;
  };

  test("is read with the API key from the vendor's host", async () => {
    const link = await linkTo({ body: 'umid\n' });
    expect(await text(await openExportFile(settings(), link))).toBe('umid\n');
    expect(vendor.downloads).toEqual([`Bearer ${API_KEY}`]);
  });

  test('is not read from another host without HTTPS, named by a link or by a redirect', async () => {
    const link = await linkTo({ body: '', redirect: `${elsewhere.url}/files/a/0` });
    await expect(openExportFile(settings(), link)).rejects.toThrow('which is not HTTPS. It was not read.');
    await expect(openExportFile(settings(), `${elsewhere.url}/files/a/0`)).rejects.toThrow('which is not HTTPS');
    expect(elsewhere.downloads).toEqual([]);
  });

  test('is read without the API key from another host', async () => {
    const link = await linkTo({ body: '', redirect: 'https://files.example/a.csv' });
    const sent: [string, string | undefined][] = [];
    const { fetch } = globalThis;
    // A fake, because a real other host would need a certificate
    const spy = jest.spyOn(globalThis, 'fetch').mockImplementation(async (target, init) => {
      const { host } = new URL(String(target));
      sent.push([host, new Headers(init?.headers).get('authorization') ?? undefined]);
      return host === 'files.example' ? new Response('umid\n') : fetch(target, init);
    });
    try {
      expect(await text(await openExportFile(settings(), link))).toBe('umid\n');
    } finally {
      spy.mockRestore();
    }
    expect(sent).toEqual([
      [new URL(vendor.url).host, `Bearer ${API_KEY}`],
      ['files.example', undefined],
    ]);
  });

  test('follows redirects within the host, up to a limit', async () => {
    const file = await linkTo({ body: 'umid\n' });
    const link = await linkTo({ body: '', redirect: file });
    expect(await text(await openExportFile(settings(), link))).toBe('umid\n');
    const loop = await linkTo({ body: '', redirect: `${vendor.url}/files/loop/0` });
    vendor.export.files[0] = { body: '', redirect: loop };
    await expect(openExportFile(settings(), loop)).rejects.toThrow('redirects without end');
  });

  test.each([
    { file: { body: '<html>', contentType: 'text/html; charset=utf-8' }, says: 'not with a CSV file' },
    { file: { body: '{}', contentType: 'application/problem+json' }, says: 'not with a CSV file' },
    { file: { body: '', status: 403 }, says: 'The link may have expired' },
    { file: { body: '', status: 404 }, says: 'The link may have expired' },
    { file: { body: '', status: 410 }, says: 'has expired (410)' },
    { file: { body: '', status: 500 }, says: 'refuses the export file (500)' },
  ])('$file is refused: $says', async ({ file, says }) => {
    await expect(openExportFile(settings(), await linkTo(file))).rejects.toThrow(says);
  });

  test('is read whatever its content type is', async () => {
    const link = await linkTo({ body: 'umid', contentType: 'application/octet-stream' });
    expect(await text(await openExportFile(settings(), link))).toBe('umid');
  });

  test('is no longer read after the caller aborts', async () => {
    const link = await linkTo({ body: 'umid' });
    await expect(openExportFile(settings(), link, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
