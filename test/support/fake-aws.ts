import { hash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from './listen.ts';

// biome-ignore lint/suspicious/noExplicitAny: each service has different inputs
type Operation = (input: Record<string, any>) => object;

export interface FakeService {
  readonly endpoint: string;
  close(): Promise<void>;
}

export interface FakeSqs extends FakeService {
  /** The waiting messages, oldest first. */
  readonly messages: { readonly id: string; readonly body: string }[];
  /** The changes of a visibility time-out, in their order. */
  readonly pauses: { readonly id: string; readonly seconds: number }[];
}

interface Pause {
  readonly Id: string;
  readonly VisibilityTimeout: number;
}

/**
 * A fake of SQS with its wire protocol. It only accepts what the functions send. The deployment
 * test has the real queue with its event source.
 */
export async function startFakeSqs(): Promise<FakeSqs> {
  const messages: FakeSqs['messages'] = [];
  const pauses: FakeSqs['pauses'] = [];
  const server = await serve({
    SendMessage: ({ MessageBody = '' }) => {
      const id = randomUUID();
      messages.push({ id, body: MessageBody });
      return { MessageId: id, MD5OfMessageBody: hash('md5', MessageBody) };
    },
    ChangeMessageVisibilityBatch: ({ Entries }) => {
      pauses.push(...Entries.map(({ Id, VisibilityTimeout }: Pause) => ({ id: Id, seconds: VisibilityTimeout })));
      return { Successful: Entries.map(({ Id }: Pause) => ({ Id })), Failed: [] };
    },
  });
  return { ...server, messages, pauses };
}

/** A fake of Secrets Manager that has one secret, older than any overlap. */
export function startFakeSecretsManager(token: string): Promise<FakeService> {
  return serve({ GetSecretValue: () => ({ SecretString: token, CreatedDate: 0 }) });
}

export interface FakeEventBridge extends FakeService {
  /** The entries that were accepted, in their order. */
  readonly accepted: { readonly EventBusName: string; readonly DetailType: string; readonly Detail: string }[];
  /** How many entries each request had. */
  readonly sizes: number[];
  /** Returns an error code for an entry that must fail. */
  refuse: (detail: Record<string, unknown>) => string | undefined;
}

/** A fake of EventBridge with its wire protocol. Single entries can fail. */
export async function startFakeEventBridge(): Promise<FakeEventBridge> {
  const accepted: FakeEventBridge['accepted'] = [];
  const sizes: number[] = [];
  const server = await serve({
    PutEvents: ({ Entries }) => {
      sizes.push(Entries.length);
      const results = (Entries as FakeEventBridge['accepted']).map((entry) => {
        const ErrorCode = bus.refuse(JSON.parse(entry.Detail));
        if (ErrorCode !== undefined) return { ErrorCode, ErrorMessage: 'refused by a test' };
        accepted.push(entry);
        return { EventId: randomUUID() };
      });
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
  });
  const bus: FakeEventBridge = { ...server, accepted, sizes, refuse: () => undefined };
  return bus;
}

export interface FakeFirehose extends FakeService {
  /** The records that were accepted, as text, in their order. */
  readonly accepted: string[];
  /** How many records each request had. */
  readonly sizes: number[];
  /** Returns an error code for a record that must fail, by its place in the request. */
  refuse: (data: string, place: number) => string | undefined;
}

/** A fake of Firehose with its wire protocol. Single records can fail. */
export async function startFakeFirehose(): Promise<FakeFirehose> {
  const accepted: string[] = [];
  const sizes: number[] = [];
  const server = await serve({
    PutRecordBatch: ({ Records }) => {
      sizes.push(Records.length);
      const results = (Records as { readonly Data: string }[]).map(({ Data }, place) => {
        const data = Buffer.from(Data, 'base64').toString();
        const ErrorCode = firehose.refuse(data, place);
        if (ErrorCode !== undefined) return { ErrorCode, ErrorMessage: 'refused by a test' };
        accepted.push(data);
        return { RecordId: randomUUID() };
      });
      return { FailedPutCount: results.filter((result) => 'ErrorCode' in result).length, RequestResponses: results };
    },
  });
  const firehose: FakeFirehose = { ...server, accepted, sizes, refuse: () => undefined };
  return firehose;
}

export interface FakeLogs extends FakeService {
  /** What each query was started with. */
  readonly queries: Readonly<Record<string, unknown>>[];
  /** What a query finds. */
  lines: string[];
  /** How a query ends. */
  status: string;
}

/** A fake of the queries of CloudWatch Logs, which finds all lines. A query runs for a moment. */
export async function startFakeLogs(): Promise<FakeLogs> {
  const queries: FakeLogs['queries'] = [];
  let asked = 0;
  const server = await serve({
    StartQuery: (input) => ({ queryId: `query-${queries.push(input)}` }),
    GetQueryResults: () => {
      asked += 1;
      const found = logs.lines.map((line) => [
        { field: '@message', value: line },
        { field: '@ptr', value: 'pointer' },
      ]);
      return asked % 2 === 1 ? { status: 'Running', results: [] } : { status: logs.status, results: found };
    },
  });
  const logs: FakeLogs = { ...server, queries, lines: [], status: 'Complete' };
  return logs;
}

/** A server of AWS's JSON protocol on 127.0.0.1. */
async function serve(operations: Record<string, Operation>): Promise<FakeService> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const operation = operations[String(request.headers['x-amz-target']).replace(/^.*\./, '')];
    response.writeHead(operation ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
    const input = JSON.parse(body || '{}');
    response.end(JSON.stringify(operation?.(input) ?? { __type: 'UnknownOperationException' }));
  });
  return listen(server);
}
