import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../support/listen.ts';

export const STACK = 'SmsReceipts';
const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:Token-AbCdEf';
/** A person who signed in through IAM Identity Center. */
export const CALLER = 'arn:aws:sts::000000000000:assumed-role/AWSReservedSSO_Privacy_0123456789abcdef/ana@example.com';
const FUNCTION_CONFIGURATION = { Environment: { Variables: { RETENTION_DAYS: '30', TOKEN_OVERLAP_HOURS: '24' } } };

/** The outputs of a stack with an archive. */
export const ARCHIVE_OUTPUTS = {
  ArchiveWorkGroupName: 'SmsReceipts',
  ArchiveDatabaseName: 'smsreceipts',
  ArchiveStreamName: 'archive',
};

export interface FakeCapacity {
  readonly concurrency: number;
  readonly unreserved: number;
  readonly reserved?: number;
  readonly redriveConcurrency: number;
  readonly throttle: { readonly throttlingRateLimit: number; readonly throttlingBurstLimit: number };
}

type Operation = (input: Record<string, string>) => object | undefined;

export interface FakeStack {
  readonly endpoint: string;
  /** As it was at the start. */
  reset(): void;
  close(): Promise<void>;
  /** Outputs of the stack, by name. */
  readonly outputs: Record<string, string>;
  /** Tokens that were stored, the current one last. */
  readonly tokens: { readonly token: string; readonly storedAt: Date; readonly version?: string }[];
  /** Milliseconds after which a read gives a stored token: Secrets Manager is eventually consistent. */
  staleMs: number;
  /** Messages per queue, by the last part of its URL. */
  readonly queued: Record<string, number>;
  /** Messages in flight per queue. */
  readonly inFlight: Record<string, number>;
  /** The API key of the reconciler; undefined if none was stored. */
  reconcileKey: string | undefined;
  /** Lines of log groups, by the name of the group. */
  readonly logged: Record<string, string[]>;
  /** Subscribers of topics, by ARN. Others have one that has confirmed. */
  readonly subscribers: Record<string, { confirmed: number; pending: number }>;
  /** Requests to a wrong path. */
  withoutRoute: number;
  /** How often the probe ran, and failed. */
  probe: { Invocations: number; Errors: number };
  /** Quotas and settings. */
  capacity: FakeCapacity;
  /** How many requests were throttled, by the name of a table, an index or a function. */
  readonly throttled: Record<string, number>;
  /** The answers by operation; a test may add some. */
  readonly operations: Record<string, Operation>;
  /** Operations that the caller has no permission for, such as `GetStage`. */
  readonly denied: Set<string>;
  /** What was called so far, as actions of IAM. */
  readonly calls: Set<string>;
}

/**
 * A fake of the parts of AWS that the tool uses, at the wire: CloudFormation (the outputs of one stack), Secrets
 * Manager (one secret and its previous value), CloudWatch Logs, STS, SQS (how many messages wait), Lambda (settings of the function, quotas of
 * the account, the event source of the redrive), API Gateway (the throttle of a stage), SNS (subscribers of a topic) and CloudWatch (sums of metrics).
 * DynamoDB is real: an engine.
 */
export async function startFakeStack(): Promise<FakeStack> {
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  const { endpoint, close } = await listen(server);
  const initial = (): Omit<FakeStack, 'endpoint' | 'reset' | 'close'> => ({
    outputs: {
      ApiId: 'api',
      FunctionName: 'SmsReceipts-Receive',
      TokenSecretArn: SECRET_ARN,
      FallbackQueueUrl: `${endpoint}/000000000000/fallback`,
      DeadLetterQueueUrl: `${endpoint}/000000000000/dead-letter`,
      Settings: '{}',
    },
    tokens: [],
    staleMs: 0,
    queued: {},
    inFlight: {},
    reconcileKey: undefined,
    logged: {},
    subscribers: {},
    withoutRoute: 0,
    probe: { Invocations: 288, Errors: 0 },
    capacity: {
      concurrency: 1000,
      unreserved: 1000,
      redriveConcurrency: 10,
      throttle: { throttlingRateLimit: 10_000, throttlingBurstLimit: 5000 },
    },
    throttled: {},
    operations: { ...operations },
    denied: new Set(),
    calls: new Set(),
  });
  /** Versions that are not the current one yet. */
  const labelled = new Map<string, FakeStack['tokens'][number]>();
  const operations: Readonly<Record<string, Operation>> = {
    GetSecretValue: ({ SecretId, VersionStage }) => {
      if (SecretId === fake.outputs.ReconcileApiKeySecretArn) {
        return fake.reconcileKey === undefined ? undefined : { ARN: SecretId, SecretString: fake.reconcileKey };
      }
      const known = fake.tokens.filter(({ storedAt }) => Date.now() >= storedAt.getTime() + fake.staleMs);
      const stored = known.at(VersionStage === 'AWSPREVIOUS' ? -2 : -1);
      if (stored === undefined) return undefined;
      const CreatedDate = stored.storedAt.getTime() / 1000;
      return { ARN: SECRET_ARN, SecretString: stored.token, VersionId: versionOf(stored), CreatedDate };
    },
    PutSecretValue: (input) => {
      const { SecretString = '', ClientRequestToken = '', VersionStages } = input as unknown as PutSecretValueInput;
      if (input.SecretId === fake.outputs.ReconcileApiKeySecretArn) {
        fake.reconcileKey = SecretString;
        return { ARN: input.SecretId };
      }
      const stored = { token: SecretString, storedAt: new Date(), version: ClientRequestToken };
      if (VersionStages === undefined) fake.tokens.push(stored);
      else labelled.set(ClientRequestToken, stored);
      return { ARN: SECRET_ARN };
    },
    // As AWS documents it: the label moves only from the version that has it
    UpdateSecretVersionStage: ({ VersionStage, MoveToVersionId = '', RemoveFromVersionId }) => {
      if (VersionStage !== 'AWSCURRENT') return {};
      const version = labelled.get(MoveToVersionId);
      if (version === undefined) return undefined;
      if (RemoveFromVersionId !== versionOf(fake.tokens.at(-1))) return { __type: 'InvalidParameterException' };
      fake.tokens.push(version);
      return { ARN: SECRET_ARN };
    },
    GetQueueAttributes: ({ QueueUrl = '' }) => {
      const queue = QueueUrl.split('/').at(-1) ?? '';
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(fake.queued[queue] ?? 0),
          ApproximateNumberOfMessagesNotVisible: String(fake.inFlight[queue] ?? 0),
          QueueArn: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
        },
      };
    },
    CreateLogStream: ({ logGroupName = '' }) => {
      fake.logged[logGroupName] ??= [];
      return {};
    },
    PutLogEvents: (input) => {
      const { logGroupName, logEvents } = input as unknown as PutLogEventsInput;
      // Without its stream, no line can be written
      if (fake.logged[logGroupName] === undefined) return undefined;
      fake.logged[logGroupName].push(...logEvents.map(({ message }) => message));
      return {};
    },
    GetMetricData: (input) => {
      const { MetricDataQueries = [] } = input as unknown as { MetricDataQueries: readonly MetricQuery[] };
      const MetricDataResults = MetricDataQueries.map(({ Id, MetricStat: { Metric } }) => {
        const name = Metric.Dimensions.at(-1)?.Value ?? '';
        const counts: Record<string, number | undefined> = { noRoute: fake.withoutRoute, ...fake.probe };
        const count = (counts[Metric.MetricName] ?? fake.throttled[name]) || undefined;
        // Two hours of the day; CloudWatch leaves out the hours in which there is nothing to count
        return { Id, StatusCode: 'Complete', Values: count === undefined ? [] : [count - 1, 1], Timestamps: [] };
      });
      return { MetricDataResults };
    },
  };
  /** Operations that are identified by their path. */
  const paths: readonly (readonly [operation: string, path: RegExp, answer: () => object])[] = [
    ['GetFunctionConfiguration', /^\/2015-03-31\/functions\//, () => FUNCTION_CONFIGURATION],
    [
      'GetAccountSettings',
      /^\/2016-08-19\/account-settings/,
      () => ({
        AccountLimit: {
          ConcurrentExecutions: fake.capacity.concurrency,
          UnreservedConcurrentExecutions: fake.capacity.unreserved,
        },
      }),
    ],
    [
      'GetFunctionConcurrency',
      /^\/2019-09-30\/functions\/SmsReceipts-Receive\/concurrency/,
      () => ({ ReservedConcurrentExecutions: fake.capacity.reserved }),
    ],
    [
      'ListEventSourceMappings',
      /^\/2015-03-31\/event-source-mappings\/?\?EventSourceArn=arn%3Aaws%3Asqs%3Aus-east-1%3A000000000000%3Afallback/,
      () => ({
        EventSourceMappings: [{ ScalingConfig: { MaximumConcurrency: fake.capacity.redriveConcurrency } }],
      }),
    ],
    [
      'GetStage',
      /^\/v2\/apis\/api\/stages\/%24default/,
      () => ({ stageName: '$default', defaultRouteSettings: fake.capacity.throttle }),
    ],
  ];
  const fake: FakeStack = { endpoint, close, ...initial(), reset: () => void Object.assign(fake, initial()) };
  return fake;

  /** The action of IAM, which the service in the signature of a request tells. */
  function record(request: IncomingMessage, operation: string): void {
    const [, service = ''] = /\/([\w-]+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? [];
    // All reads of API Gateway are one action, named by their method
    const action = service === 'apigateway' ? request.method : operation;
    fake.calls.add(`${service === 'monitoring' ? 'cloudwatch' : service}:${action}`);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const target = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    const [, queried] = /\bAction=(\w+)/.exec(body) ?? [];
    const byPath = paths.find(([, path]) => path.test(request.url ?? ''));
    const operation = byPath?.[0] ?? target;
    record(request, queried ?? operation);
    if (queried !== undefined) return answerQuery(queried, new URLSearchParams(body), response);
    if (fake.denied.has(operation)) {
      const message = `User: arn:aws:iam::000000000000:user/test is not authorized to perform: ${operation}`;
      send(response, 403, { __type: 'AccessDeniedException', message });
      return;
    }
    const answered = byPath ? byPath[2]() : fake.operations[operation]?.(JSON.parse(body || '{}'));
    const isError = answered === undefined || '__type' in answered;
    send(response, isError ? 400 : 200, answered ?? { __type: 'ResourceNotFoundException' });
  }

  /** The services of the older protocol, which answer in XML. */
  function answerQuery(action: string, input: URLSearchParams, response: ServerResponse): void {
    const name = input.get('StackName') ?? STACK;
    if (fake.denied.has(action)) {
      refuse('AuthorizationError', 'denied');
      return;
    }
    if (name !== STACK) {
      refuse('ValidationError', `Stack with id ${name} does not exist`);
      return;
    }
    const { confirmed, pending } = fake.subscribers[`${input.get('TopicArn')}`] ?? { confirmed: 1, pending: 0 };
    const attributes = { SubscriptionsConfirmed: confirmed, SubscriptionsPending: pending };
    const stackId = `arn:aws:cloudformation:us-east-1:000000000000:stack/${name}/1`;
    const outputs = Object.entries(fake.outputs)
      .map(([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`)
      .join('');
    const results: Readonly<Record<string, string>> = {
      DescribeStacks: `<Stacks><member><StackName>${name}</StackName><StackId>${stackId}</StackId><Outputs>${outputs}</Outputs></member></Stacks>`,
      GetTopicAttributes: `<Attributes>${Object.entries(attributes)
        .map(([key, value]) => `<entry><key>${key}</key><value>${value}</value></entry>`)
        .join('')}</Attributes>`,
      GetCallerIdentity: `<Arn>${CALLER}</Arn><Account>000000000000</Account>`,
    };
    sendXml(200, `<${action}Response><${action}Result>${results[action]}</${action}Result></${action}Response>`);

    function refuse(code: string, message: string): void {
      const error = `<Type>Sender</Type><Code>${code}</Code><Message>${message}</Message>`;
      sendXml(400, `<ErrorResponse><Error>${error}</Error></ErrorResponse>`);
    }

    function sendXml(status: number, xml: string): void {
      response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
    }
  }
}

interface PutSecretValueInput {
  readonly SecretString?: string;
  readonly ClientRequestToken?: string;
  readonly VersionStages?: readonly string[];
}

interface PutLogEventsInput {
  readonly logGroupName: string;
  readonly logEvents: readonly { readonly message: string }[];
}

/** A token that a test puts into the list has the time as its version. */
function versionOf(stored: FakeStack['tokens'][number] | undefined): string | undefined {
  return stored?.version ?? stored?.storedAt.toISOString();
}

interface MetricQuery {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly { readonly Value: string }[] };
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}
