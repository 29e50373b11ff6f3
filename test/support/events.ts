import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The parts of a request that a test sets. The rest has the values of API Gateway. */
export interface RequestSketch {
  readonly body?: string | object;
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly sourceIp?: string;
  readonly isBase64Encoded?: boolean;
}

export const TOKEN = 'a-token-for-tests';

/** An event of an HTTP API, payload format 2.0, that carries the token unless its headers say otherwise. */
export function postReceipts({ body = '', headers = {}, query, sourceIp, isBase64Encoded }: RequestSketch) {
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey: 'POST /receipts',
    rawPath: '/receipts',
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: {
        method: 'POST',
        path: '/receipts',
        protocol: 'HTTP/1.1',
        sourceIp: sourceIp ?? '192.0.2.1',
        userAgent: 'test',
      },
      requestId: 'request',
      routeKey: 'POST /receipts',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1_767_225_600_000,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: isBase64Encoded ?? false,
  };
  return event;
}

/** The same event without one of its headers. */
export function withoutHeader(event: APIGatewayProxyEventV2, name: string): APIGatewayProxyEventV2 {
  const { [name]: _, ...headers } = event.headers;
  return { ...event, headers };
}
