import { hash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Certificate, certificateFor } from '../test/support/certificate.ts';
import { TOKEN } from '../test/support/events.ts';
import { listen } from '../test/support/listen.ts';
import type { Endpoints } from './measure/function-environment.ts';

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

/** Answers with an error if the answer has a `__type`. */
type Service = (body: string) => object | 'hangs';

/**
 * Starts a fake of DynamoDB, Secrets Manager and SQS, each on a separate host as on AWS. It stores nothing and answers
 * immediately, so that only the function takes time.
 */
export async function startFakeAws({ tls, dynamoDb }: FakeAwsOptions): Promise<FakeAws> {
  const folder = await mkdtemp(join(tmpdir(), 'fake-aws-'));
  const certificateFile = join(folder, 'certificate.pem');
  const certificate = tls ? await certificateFor(['127.0.0.1'], 'rsa') : undefined;
  if (certificate) await writeFile(certificateFile, certificate.cert);
  let requests = 0;
  const writes: Service = () => {
    requests += 1;
    return dynamoDb === undefined || dynamoDb === 'hangs' ? (dynamoDb ?? {}) : throttled(dynamoDb);
  };
  const services = await Promise.all([writes, secret, queue].map((service) => serve(service, certificate)));
  const [dynamoDbUrl = '', secretsManager = '', sqs = ''] = services.map(({ endpoint }) =>
    tls ? endpoint.replace('http:', 'https:') : endpoint,
  );
  return {
    endpoints: { dynamoDb: dynamoDbUrl, secretsManager, sqs, ...(tls && { certificateFile }) },
    dynamoDbRequests: () => requests,
    stop: async () => {
      for (const { close } of services) await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

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

/** A secret that was set long ago, so that no previous token is read, as on most days. */
function secret() {
  return { SecretString: TOKEN, CreatedDate: 1_700_000_000 };
}

/** A queue that takes a message. The SDK verifies the checksum. */
function queue(body: string) {
  const { MessageBody } = JSON.parse(body) as { MessageBody: string };
  return { MessageId: '00000000-0000-4000-8000-000000000000', MD5OfMessageBody: hash('md5', MessageBody) };
}

async function serve(service: Service, certificate: Certificate | undefined) {
  const listener: RequestListener = async (request, response) => {
    const body = await text(request).catch(() => undefined);
    // The client closed the connection
    if (body === undefined) return;
    const answered = service(body);
    if (answered === 'hangs') return;
    const json = JSON.stringify(answered);
    response.writeHead('__type' in answered ? 400 : 200, {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': json.length,
      'x-amzn-requestid': 'fake',
    });
    response.end(json);
  };
  const server = certificate ? createHttps(certificate, listener) : createHttp(listener);
  // Longer than the pauses of the benchmark
  server.keepAliveTimeout = 60_000;
  return listen(server);
}
