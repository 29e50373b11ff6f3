import { createServer, type RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from '@jest/globals';
import { httpPost } from '../../../toolbox/http-post.ts';
import { listen } from '../../support/listen.ts';

const BODY = { contentType: 'text/xml', body: '<é/>', at: 0 };

let stop: () => Promise<void>;
afterEach(() => stop());

const postTo = async (listener: RequestListener, timeoutMs = 60_000) => {
  const { endpoint, close } = await listen(createServer(listener));
  const http = httpPost(`${endpoint}/receipts`, { headers: { authorization: 'Bearer token' }, timeoutMs });
  stop = async () => {
    http.close();
    await close();
  };
  return http.post;
};

test('posts the body with its content type and the headers, on connections that are kept open', async () => {
  const seen: unknown[] = [];
  const ports = new Set<number | undefined>();
  const post = await postTo(async (request, response) => {
    const { authorization, 'content-type': contentType } = request.headers;
    seen.push([request.method, request.url, authorization, contentType, await text(request)]);
    ports.add(request.socket.remotePort);
    response.writeHead(202).end('{"outcome":"queued"}');
  });
  expect(await post(BODY)).toEqual({ statusCode: 202, text: '{"outcome":"queued"}' });
  for (let more = 0; more < 3; more += 1) await post(BODY);
  expect(seen).toEqual(Array(4).fill(['POST', '/receipts', 'Bearer token', 'text/xml', '<é/>']));
  // A connection is free only a moment after its answer was read
  expect(ports.size).toBeLessThan(4);
});

test.each<{ what: string; listener: RequestListener }>([
  { what: 'no answer in time', listener: () => undefined },
  { what: 'an answer that does not end in time', listener: (_, response) => void response.write('{') },
  { what: 'a connection that breaks', listener: (request) => void request.socket.destroy() },
  {
    what: 'an answer cut in the middle',
    listener: (request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{', () => request.socket.destroy());
    },
  },
])('$what: rejects', async ({ listener }) => {
  const post = await postTo(listener, 300);
  await expect(post(BODY)).rejects.toThrow();
});
