import { randomUUID } from 'node:crypto';
import { createServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { toEvent } from '../../../local/http/event.ts';
import { certificateFor } from '../../support/certificate.ts';
import { listen } from '../../support/listen.ts';

export type PageHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** A local server in place of API Gateway, with TLS. */
export interface TlsFront {
  readonly url: string;
  /** The certificate, which nobody has signed. */
  readonly certificate: string;
  handler: PageHandler;
  stop(): Promise<void>;
}

/** API Gateway's limit: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_HEADER_BYTES = 10_240;

export async function startTlsFront(): Promise<TlsFront> {
  const { key, cert } = await certificateFor(['localhost']);
  const server = createServer({ key, cert, maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    buffer(request)
      .then((body) => front.handler(toEvent(request, body, { id: randomUUID(), at: new Date() })))
      .then(
        ({ statusCode = 200, headers = {}, cookies = [], body = '', isBase64Encoded }) => {
          for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
          if (cookies.length > 0) response.setHeader('set-cookie', cookies);
          response.writeHead(statusCode).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
        },
        (error) => response.destroy(error),
      );
  });
  const { endpoint, close } = await listen(server);
  const front: TlsFront = {
    url: endpoint.replace('http://127.0.0.1', 'https://localhost'),
    certificate: cert,
    handler: () => Promise.reject(new Error('The function has not started.')),
    stop: close,
  };
  return front;
}
