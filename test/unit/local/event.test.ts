import { describe, expect, it } from '@jest/globals';
import { type Request, toEvent } from '../../../local/http/event.ts';

const arrival = { id: 'request-1', at: new Date('2020-03-12T19:03:58.390Z') };

function request(change: Partial<Request> = {}): Request {
  return {
    method: 'POST',
    url: '/receipts',
    httpVersion: '1.1',
    headersDistinct: { host: ['api.example.com'], 'user-agent': ['curl/8'], 'content-type': ['application/json'] },
    socket: { remoteAddress: '127.0.0.1' },
    ...change,
  };
}

function eventOf(change: Partial<Request> = {}, body = '') {
  return toEvent(request(change), Buffer.from(body), arrival);
}

describe('the event of a request', () => {
  it('is one of payload format 2.0', () => {
    expect(eventOf({ url: '/receipts?token=t' }, '{}')).toEqual({
      version: '2.0',
      routeKey: 'POST /receipts',
      rawPath: '/receipts',
      rawQueryString: 'token=t',
      headers: { host: 'api.example.com', 'user-agent': 'curl/8', 'content-type': 'application/json' },
      queryStringParameters: { token: 't' },
      requestContext: {
        accountId: 'anonymous',
        apiId: 'local',
        domainName: 'api.example.com',
        domainPrefix: 'api',
        http: { method: 'POST', path: '/receipts', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'curl/8' },
        requestId: 'request-1',
        routeKey: 'POST /receipts',
        stage: '$default',
        time: '12/Mar/2020:19:03:58 +0000',
        timeEpoch: 1_584_039_838_390,
      },
      body: '{}',
      isBase64Encoded: false,
    });
  });

  it('has no parameters, cookies and body if the request has none', () => {
    const event = eventOf();
    expect(event).not.toHaveProperty('queryStringParameters');
    expect(event).not.toHaveProperty('cookies');
    expect(event).not.toHaveProperty('body');
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  });

  it.each([
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=1&b=2&a=3', { a: '1,3', b: '2' }],
    ['a=x%20y%26z', { a: 'x y&z' }],
    ['a', { a: '' }],
    ['a=b?c=d', { a: 'b?c=d' }],
  ])('decodes the query %s, and joins repeated parameters', (query, queryStringParameters) => {
    expect(eventOf({ url: `/receipts?${query}` })).toMatchObject({ rawQueryString: query, queryStringParameters });
  });

  it('joins repeated headers by a comma', () => {
    const headersDistinct = { 'x-a': ['1', '2'], authorization: ['Bearer one', 'Bearer two'] };
    expect(eventOf({ headersDistinct }).headers).toEqual({ 'x-a': '1,2', authorization: 'Bearer one,Bearer two' });
  });

  it('moves the cookies out of the headers', () => {
    const event = eventOf({ headersDistinct: { cookie: ['a=1; b=2', 'c=3;'] } });
    expect(event.cookies).toEqual(['a=1', 'b=2', 'c=3']);
    expect(event.headers).toEqual({});
  });

  it('has a mapped IPv4 address in its IPv4 form', () => {
    const { requestContext } = eventOf({ socket: { remoteAddress: '::ffff:127.0.0.1' } });
    expect(requestContext.http.sourceIp).toBe('127.0.0.1');
  });

  it.each([
    ['application/json', false],
    ['Application/JSON; charset=utf-8', false],
    ['application/xml', false],
    ['application/javascript', false],
    ['text/xml', false],
    ['text/plain', false],
    ['application/x-www-form-urlencoded', true],
    ['application/problem+json', true],
    ['application/octet-stream', true],
    [undefined, true],
  ])('carries a body of the content type %s in base64: %s', (contentType, isBase64Encoded) => {
    const headersDistinct = contentType === undefined ? {} : { 'content-type': [contentType] };
    expect(eventOf({ headersDistinct }, 'é')).toMatchObject({
      isBase64Encoded,
      body: isBase64Encoded ? 'w6k=' : 'é',
    });
  });
});
