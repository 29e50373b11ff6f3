import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { FAKE_TOKEN } from '../../fake-aws.ts';
import { TokenBucket } from '../token-bucket.ts';

/** The behaviour of the fake DynamoDB. `Infinity` write units a second for no limit. */
export interface FakeDynamoDb {
  readonly writeUnits: number;
  readonly hangs: boolean;
}

type Answer = readonly [statusCode: number, body: object];

const SECRET = {
  Name: 'token',
  VersionStages: ['AWSCURRENT'],
  SecretString: FAKE_TOKEN,
  CreatedDate: 1_700_000_000,
};
const THROTTLED: Answer = [
  400,
  {
    __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException',
    message: 'Throughput exceeds the current capacity.',
  },
];

let dynamoDb: FakeDynamoDb = { writeUnits: Number.POSITIVE_INFINITY, hangs: false };
let units = new TokenBucket(0, 0);

/**
 * A fake of DynamoDB, SQS and Secrets Manager in a child process. It stores nothing. DynamoDB limits writes per second, or
 * hangs: a message from the parent process sets which. The first message to the parent is the address.
 */
const server = createServer(async (request, response) => {
  const target = String(request.headers['x-amz-target']);
  const body = (await json(request)) as Record<string, unknown>;
  const answer = answerTo(target, body);
  if (answer === undefined) return;
  const text = JSON.stringify(answer[1]);
  response.writeHead(answer[0], { 'content-type': 'application/x-amz-json-1.0', 'content-length': text.length });
  response.end(text);
});

/** Undefined to never answer. */
function answerTo(target: string, { MessageBody }: Record<string, unknown>): Answer | undefined {
  if (target.startsWith('secretsmanager.')) return [200, SECRET];
  if (target.startsWith('AmazonSQS.')) {
    const MD5OfMessageBody = hash('md5', String(MessageBody));
    return [200, { MessageId: '00000000-0000-4000-8000-000000000000', MD5OfMessageBody }];
  }
  if (dynamoDb.hangs) return undefined;
  return dynamoDb.writeUnits === Number.POSITIVE_INFINITY || units.take(1, performance.now()) ? [200, {}] : THROTTLED;
}

process.on('message', (message: FakeDynamoDb) => {
  dynamoDb = message;
  units = new TokenBucket(message.writeUnits, message.writeUnits, performance.now());
  process.send?.('changed');
});
process.once('disconnect', () => process.exit());
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
