import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { Endpoints } from './measure/function-environment.ts';

export const FAKE_TOKEN = 'token-of-the-benchmark';

/** A throttling error of DynamoDB. */
export interface Throttle {
  /** Such as `ThrottlingException`. */
  readonly error: string;
  /** Reasons such as `TableWriteKeyRangeThroughputExceeded`, which DynamoDB adds to some errors. */
  readonly reasons?: readonly string[];
}

export interface FakeAwsOptions {
  /** Whether to use TLS with a self-signed certificate; otherwise plain HTTP. */
  readonly tls: boolean;
  /** Default: every write succeeds. A hanging DynamoDB accepts requests and never answers. */
  readonly dynamoDb?: 'hangs' | Throttle;
}

export interface FakeAws {
  readonly endpoints: Endpoints;
  /** Requests to DynamoDB so far. */
  dynamoDbRequests(): number;
  stop(): Promise<void>;
}

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}
type Service = (body: string) => Answer | 'hangs';

/**
 * Starts a fake of DynamoDB, Secrets Manager and SQS, each on a separate host as on AWS. It stores nothing and answers
 * immediately, so that only the function takes time.
 */
export async function startFakeAws({ tls, dynamoDb }: FakeAwsOptions): Promise<FakeAws> {
  const folder = await mkdtemp(join(tmpdir(), 'fake-aws-'));
  const credentials = tls ? await selfSigned(folder) : undefined;
  let requests = 0;
  const services = [
    await serve(() => {
      requests += 1;
      if (dynamoDb === undefined || dynamoDb === 'hangs') return dynamoDb ?? { body: {} };
      return { status: 400, body: throttled(dynamoDb) };
    }, credentials),
    await serve(() => ({ body: SECRET }), credentials),
    await serve((body) => ({ body: sent(body) }), credentials),
  ] as const;
  const [dynamoDbServer, secretsManager, sqs] = services;
  return {
    endpoints: {
      dynamoDb: dynamoDbServer.endpoint,
      secretsManager: secretsManager.endpoint,
      sqs: sqs.endpoint,
      ...(credentials && { certificateFile: credentials.certificateFile }),
    },
    dynamoDbRequests: () => requests,
    stop: async () => {
      for (const { stop } of services) await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const SECRET = {
  ARN: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:token',
  Name: 'token',
  VersionId: '00000000-0000-4000-8000-000000000000',
  VersionStages: ['AWSCURRENT'],
  SecretString: FAKE_TOKEN,
  // Long ago, so that no previous token is read, as on most days
  CreatedDate: 1_700_000_000,
};

function throttled({ error, reasons }: Throttle) {
  return {
    __type: `com.amazonaws.dynamodb.v20120810#${error}`,
    message: 'Rate of requests exceeds the allowed throughput.',
    ...(reasons && {
      ThrottlingReasons: reasons.map((reason) => ({
        reason,
        resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/DeliveryReceipts',
      })),
    }),
  };
}

/** With the checksum, which the SDK verifies. */
function sent(body: string) {
  const { MessageBody } = JSON.parse(body) as { MessageBody: string };
  return {
    MessageId: '00000000-0000-4000-8000-000000000000',
    MD5OfMessageBody: hash('md5', MessageBody),
  };
}

type Credentials = { readonly key: string; readonly cert: string; readonly certificateFile: string };

async function serve(service: Service, credentials: Credentials | undefined) {
  const listener: RequestListener = (request, response) => void answer(service, request, response);
  const server = credentials ? createHttps(credentials, listener) : createHttp(listener);
  // Longer than the pauses of the benchmark
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `${credentials ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body: string;
  try {
    body = await text(request);
  } catch {
    return; // The client closed the connection
  }
  const answered = service(body);
  if (answered === 'hangs') return;
  const json = JSON.stringify(answered.body);
  response.writeHead(answered.status ?? 200, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': json.length,
    'x-amzn-requestid': 'fake',
  });
  response.end(json);
}

/** Node cannot make a certificate. */
async function selfSigned(folder: string): Promise<Credentials> {
  const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const files = ['-keyout', keyFile, '-out', certificateFile];
  const host = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...host]);
  return { key: await readFile(keyFile, 'utf8'), cert: await readFile(certificateFile, 'utf8'), certificateFile };
}
