import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type Handler, type HttpApi, serve } from '../../../local/http/server.ts';

const MEBIBYTE = 1024 * 1024;

describe('the local server that replaces API Gateway', () => {
  let api: HttpApi;
  const handler = jest.fn<Handler>(async () => ({ statusCode: 200 }));
  const start = async (): Promise<string> => {
    api = await serve(0, 'POST /receipts', handler);
    return `http://127.0.0.1:${api.port}`;
  };
  afterEach(async () => {
    handler.mockReset();
    await api.stop();
  });

  it('passes the request to the function and the response to the caller', async () => {
    handler.mockResolvedValue({ statusCode: 202, headers: { 'content-type': 'text/x', 'retry-after': 10 }, body: 'ü' });
    const response = await fetch(`${await start()}/receipts?a=b`, { method: 'POST', body: 'hello' });
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([202, '10', 'ü']);
    expect(handler).toHaveBeenCalledWith(expect.objectContaining({ rawQueryString: 'a=b', body: 'hello' }));
  });

  it('decodes a response in base64', async () => {
    handler.mockResolvedValue({ statusCode: 200, isBase64Encoded: true, body: 'w7w=' });
    const response = await fetch(`${await start()}/receipts`, { method: 'POST' });
    expect(await response.text()).toBe('ü');
  });

  it.each([
    ['GET', '/receipts'],
    ['PUT', '/receipts'],
    ['POST', '/'],
    ['POST', '/receipts/'],
    ['POST', '/Receipts'],
  ])('answers 404 to %s %s', async (method, path) => {
    const response = await fetch(`${await start()}${path}`, { method });
    expect([response.status, await response.text()]).toEqual([404, '{"message":"Not Found"}']);
    expect(handler).not.toHaveBeenCalled();
  });

  it.each([
    [10 * MEBIBYTE, 200],
    [10 * MEBIBYTE + 1, 413],
  ])('answers a body of %d bytes with %d', async (length, status) => {
    handler.mockResolvedValue({ statusCode: 200 });
    const response = await fetch(`${await start()}/receipts`, { method: 'POST', body: Buffer.alloc(length, ' ') });
    expect(response.status).toBe(status);
    if (status === 413) expect(await response.text()).toBe('{"message":"Request Entity Too Large"}');
  });

  it.each([
    ['127.0.0.1', 200],
    ['localhost:3000', 200],
    ['attacker.example', 421],
    ['127.0.0.1.attacker.example', 421],
    ['%', 421],
  ])('answers a request to the host "%s" by %d', async (host, status) => {
    handler.mockResolvedValue({ statusCode: 200 });
    const url = new URL(await start());
    const outgoing = request({ port: url.port, path: '/receipts', method: 'POST', headers: { host } }).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(status);
    expect(handler).toHaveBeenCalledTimes(status === 200 ? 1 : 0);
  });

  it('does not show errors of the function', async () => {
    handler.mockRejectedValue(new Error('secret'));
    const response = await fetch(`${await start()}/receipts`, { method: 'POST' });
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  it('completes a request in progress when it is stopped', async () => {
    let stopped: Promise<void> = Promise.resolve();
    handler.mockImplementation(async () => {
      stopped = api.stop();
      return { statusCode: 200, body: 'done' };
    });
    // A connection that the caller keeps open would delay the stop by seconds
    const response = await fetch(`${await start()}/receipts`, { method: 'POST', headers: { connection: 'close' } });
    expect(await response.text()).toBe('done');
    await stopped;
    await start();
  });

  it('rejects with EADDRINUSE if its port is taken', async () => {
    await start();
    await expect(serve(api.port, 'POST /receipts', handler)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
