import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';

export const STAND_IN_TOKEN = 'token-of-the-benchmark';

const SECRET = JSON.stringify({
  ARN: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:token',
  Name: 'token',
  VersionId: '00000000-0000-4000-8000-000000000000',
  VersionStages: ['AWSCURRENT'],
  SecretString: STAND_IN_TOKEN,
  // Long ago, as it is on almost every day: no previous token is to be read
  CreatedDate: 1_700_000_000,
});

const answer: RequestListener = (request, response) => {
  const body = String(request.headers['x-amz-target']).startsWith('secretsmanager.') ? SECRET : '{}';
  request.resume().once('end', () => {
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': body.length,
      'x-amzn-requestid': 'stand-in',
    });
    response.end(body);
  });
};

/**
 * A fake of DynamoDB and Secrets Manager that stores nothing and answers at once, so that what is measured is the
 * function: every write succeeds, every secret is the same token.
 *
 * @param credentials - speaks TLS with them; plain HTTP without
 */
export function standInServer(credentials?: { readonly key: string; readonly cert: string }): Server {
  const server = credentials ? createHttps(credentials, answer) : createHttp(answer);
  // A connection outlives the benchmark's pauses
  server.keepAliveTimeout = 60_000;
  return server;
}
