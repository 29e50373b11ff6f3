import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const STACK = 'SmsReceipts';
const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:Token-AbCdEf';
const FUNCTION_CONFIGURATION = { Environment: { Variables: { RETENTION_DAYS: '30', TOKEN_OVERLAP_HOURS: '24' } } };

export interface FakeStack {
  readonly endpoint: string;
  /** Outputs of the stack, by name. */
  readonly outputs: Record<string, string>;
  /** Tokens that were stored, the current one last. */
  readonly tokens: { readonly token: string; readonly storedAt: Date }[];
  /** Messages per queue, by the last part of its URL. */
  readonly queued: Record<string, number>;
  close(): Promise<void>;
}

/**
 * A stand-in, at their wire protocols, for what the tool asks of CloudFormation (the outputs of one stack), Secrets
 * Manager (one secret and its previous value), SQS (how many messages wait) and Lambda (settings of the function).
 * DynamoDB is real: an engine.
 */
export async function startFakeStack(): Promise<FakeStack> {
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeStack = {
    endpoint,
    outputs: {
      FunctionName: 'SmsReceipts-Receive',
      TokenSecretArn: SECRET_ARN,
      FallbackQueueUrl: `${endpoint}/000000000000/fallback`,
      DeadLetterQueueUrl: `${endpoint}/000000000000/dead-letter`,
    },
    tokens: [],
    queued: {},
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const operations: Readonly<Record<string, (input: Record<string, string>) => object | undefined>> = {
    GetSecretValue: ({ VersionStage }) => {
      const stored = fake.tokens.at(VersionStage === 'AWSPREVIOUS' ? -2 : -1);
      if (stored === undefined) return undefined;
      return { ARN: SECRET_ARN, SecretString: stored.token, CreatedDate: stored.storedAt.getTime() / 1000 };
    },
    PutSecretValue: ({ SecretString = '' }) => {
      fake.tokens.push({ token: SecretString, storedAt: new Date() });
      return { ARN: SECRET_ARN };
    },
    GetQueueAttributes: ({ QueueUrl = '' }) => {
      const queue = QueueUrl.split('/').at(-1) ?? '';
      return { Attributes: { ApproximateNumberOfMessages: String(fake.queued[queue] ?? 0) } };
    },
  };
  return fake;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const target = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    if (body.includes('Action=DescribeStacks')) describeStacks(new URLSearchParams(body), response);
    else if (request.url?.startsWith('/2015-03-31/functions/')) send(response, 200, FUNCTION_CONFIGURATION);
    else {
      const answered = operations[target]?.(JSON.parse(body || '{}'));
      send(response, answered ? 200 : 400, answered ?? { __type: 'ResourceNotFoundException' });
    }
  }

  function describeStacks(input: URLSearchParams, response: ServerResponse): void {
    const name = input.get('StackName');
    if (name !== STACK) {
      const error = `<Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message>`;
      sendXml(response, 400, `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`);
      return;
    }
    const members = Object.entries(fake.outputs)
      .map(([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`)
      .join('');
    const stack = `<member><StackName>${name}</StackName><Outputs>${members}</Outputs></member>`;
    const result = `<DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult>`;
    sendXml(response, 200, `<DescribeStacksResponse>${result}</DescribeStacksResponse>`);
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}

function sendXml(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(xml);
}
