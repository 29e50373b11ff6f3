import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The parts of a request that an event contains. */
export type Request = Pick<IncomingMessage, 'method' | 'url' | 'httpVersion' | 'headersDistinct'> & {
  readonly socket: { readonly remoteAddress?: string | undefined };
};

/** What API Gateway adds to a request. */
export interface Arrival {
  readonly id: string;
  readonly at: Date;
}

/** Content types whose body API Gateway passes as text. It encodes every other body in base64. Observed on AWS. */
const TEXT = /^(?:text\/.*|application\/(?:json|xml|javascript))$/;

/**
 * The event that an HTTP API sends for a request, in payload format 2.0:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html.
 * The headers that AWS's own proxies add (x-forwarded-for, x-amzn-trace-id and others) are left out.
 */
export function toEvent(request: Request, body: Buffer, { id, at }: Arrival): APIGatewayProxyEventV2 {
  const { method = 'GET', url = '/', httpVersion, socket } = request;
  const { cookie = [], ...distinct } = request.headersDistinct;
  const headers = Object.fromEntries(Object.entries(distinct).map(([name, values = []]) => [name, values.join(',')]));
  const [path = '/', query = ''] = splitOnce(url, '?');
  const host = headers.host ?? '';
  const routeKey = `${method} ${path}`;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie.length > 0 && {
      cookies: cookie.flatMap((header) => header.split(/; */)).filter((pair) => pair !== ''),
    }),
    headers,
    ...(query !== '' && { queryStringParameters: parametersOf(query) }),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'local',
      domainName: host,
      domainPrefix: splitOnce(host, '.')[0],
      http: {
        method,
        path,
        protocol: `HTTP/${httpVersion}`,
        sourceIp: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: id,
      routeKey,
      stage: '$default',
      time: commonLogTime(at),
      timeEpoch: at.getTime(),
    },
    ...bodyOf(body, headers),
  };
}

function bodyOf(
  body: Buffer,
  headers: APIGatewayProxyEventV2['headers'],
): Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'> {
  if (body.length === 0) return { isBase64Encoded: false };
  const mediaType = splitOnce(headers['content-type'] ?? '', ';')[0]
    .trim()
    .toLowerCase();
  const isText = TEXT.test(mediaType) && headers['content-encoding'] === undefined;
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

/** The values of a repeated parameter are joined by commas. */
function parametersOf(query: string): Record<string, string> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name).join(',')]));
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** As in `12/Mar/2020:19:03:58 +0000`. */
function commonLogTime(at: Date): string {
  const [, day, month, year, time] = at.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
