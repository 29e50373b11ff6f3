import { join } from 'node:path';
import { Duration, Names, RemovalPolicy } from 'aws-cdk-lib';
import { type HttpApi, HttpMethod, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Alarm, Dashboard as CloudWatchDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Architecture, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DEFAULTS } from '../../contract/defaults.ts';
import { PAGE_DEFAULTS } from '../../contract/page.ts';
import { Alarms } from './alarms.ts';
import { sourceList } from './allowed-sources.ts';
import { Archive, type ReceiptsArchive } from './archive.ts';
import { addArchiveAlarms } from './archive-alarms.ts';
import { Canary } from './canary.ts';
import { ALL_INDEXES, checkProps, DEFAULT_RETENTION } from './check-props.ts';
import { consoleOf, dashboardUrl } from './console.ts';
import { Dashboard, dashboardName } from './dashboard.ts';
import { addDeliveryAlarms } from './delivery-alarms.ts';
import { addDomainAlarms } from './domain-alarms.ts';
import { allowServices } from './encryption.ts';
import { Endpoint } from './endpoint.ts';
import { addEndpointAlarms } from './endpoint-alarms.ts';
import { addErrorAlarms } from './error-alarms.ts';
import { addEventAlarms } from './event-alarms.ts';
import { EventPublisher } from './event-publisher.ts';
import { FallbackQueue } from './fallback-queue.ts';
import { addFallbackQueueAlarms } from './fallback-queue-alarms.ts';
import { addAccountAlarms, addReceiveFunctionAlarms, addRedriveFunctionAlarms } from './function-alarms.ts';
import { GeneratedSecret } from './generated-secret.ts';
import { grantLookUp } from './look-up-grant.ts';
import { Page, type ReceiptsPage } from './page.ts';
import { addPageAlarms } from './page-alarms.ts';
import { Probe } from './probe.ts';
import { addProbeAlarms } from './probe-alarms.ts';
import { ReceiptMetrics } from './receipt-metrics.ts';
import { addReceiveFunction } from './receive-function.ts';
import { addReconcileAlarms } from './reconcile-alarms.ts';
import { Reconciler } from './reconciler.ts';
import { addRedriveFunction, REDRIVE_TIMEOUT } from './redrive-function.ts';
import type { SmsReceiptsProps } from './sms-receipts-props.ts';
import { addSpendAlarms } from './spend-alarms.ts';
import { Tables } from './tables.ts';
import { addTrafficAlarms } from './traffic-alarms.ts';

const PATH = '/receipts';
const BUNDLES = join(import.meta.dirname, '../../dist');

/**
 * Receives the delivery receipts of the 8x8 SMS platform over HTTP and keeps one DynamoDB item per message.
 */
export class SmsReceipts extends ReceiptMetrics {
  /** Set this as the callback URL of the 8x8 account. */
  readonly callbackUrl: string;
  /** The HTTP API behind the callback URL. */
  readonly api: HttpApi;
  /** One item per message. */
  readonly receiptsTable: ITableV2;
  /** One item per body that could not be recorded. */
  readonly setAsideTable: ITableV2;
  /** The token that callers must present. */
  readonly token: Secret;
  /** Bodies that the tables could not store. */
  readonly fallbackQueue: IQueue;
  /** Bodies that could not be recorded from the fallback queue for 10 hours. */
  readonly deadLetterQueue: IQueue;
  /** Bus of the events; undefined if none are published. */
  readonly eventBus: IEventBus | undefined;
  /** Events that could not be published for 12 hours; undefined if none are published. */
  readonly eventDeadLetterQueue: IQueue | undefined;
  /** The bucket of the archive, and what queries it; undefined if nothing is archived. */
  readonly archive: ReceiptsArchive | undefined;
  /** The secret for the API key of the vendor; undefined if nothing is reconciled. */
  readonly reconcileApiKeyArn: string | undefined;
  /** Reconcile steps that failed three times; undefined if nothing is reconciled. */
  readonly reconcileDeadLetterQueue: IQueue | undefined;
  /** The page to look up messages; undefined if there is none. */
  readonly page: ReceiptsPage | undefined;
  /** The function behind the API, the one that empties the fallback queue, and the one that publishes events. */
  readonly functions: {
    readonly receive: IFunction;
    readonly redrive: IFunction;
    readonly publish: IFunction | undefined;
    /** Adds versions of messages to the archive. */
    readonly archive: IFunction | undefined;
    /** Compares the table with the vendor's log. */
    readonly reconcile: IFunction | undefined;
    /** Posts test receipts. */
    readonly probe: IFunction | undefined;
    /** Shows messages to people who signed in. */
    readonly page: IFunction | undefined;
  };
  /** The alarms; none if they are off. */
  readonly alarms: readonly Alarm[];
  /** The topic that the alarms notify; undefined if there are no alarms. */
  readonly alarmTopic: ITopic | undefined;
  /** The topic of those that can wait; undefined if they notify `alarmTopic`, or if there are no alarms. */
  readonly ticketTopic: ITopic | undefined;
  /** The dashboard; undefined if it is off. */
  readonly dashboard: CloudWatchDashboard | undefined;
  readonly metricsNamespace: string;

  /** @throws Error that names the wrong prop and its rule */
  constructor(scope: Construct, id: string, props: SmsReceiptsProps = {}) {
    super(scope, id);
    const name = props.name ?? Names.uniqueResourceName(this, { maxLength: 100, allowedSpecialCharacters: '-' });
    const removalPolicy = removalPolicyOf(props);
    const { encryptionKey } = props;
    const logs = { logRetention: props.logRetention ?? DEFAULTS.logRetentionDays, encryptionKey, removalPolicy };
    const alarmsAreOn = props.alarms ?? true;
    const spendAlarm = (alarmsAreOn && props.spendAlarm) || {};
    const hasDashboard = props.dashboard ?? true;
    const { deployment = alarmsAreOn ? 'canary' : 'all-at-once' } = props;
    const indexes = ALL_INDEXES.filter((index) => props.indexes?.includes(index) ?? true);
    const accountConcurrency = props.accountConcurrency ?? DEFAULTS.accountConcurrency;
    const sources = sourceList(props.allowedSources ?? []);
    checkProps(props, { name, alarmsAreOn, deployment, sourceList: sources, spendAlarm });
    if (encryptionKey !== undefined) {
      allowServices(this, encryptionKey, {
        alarms: alarmsAreOn && props.alarmTopic === undefined,
        eventBus: props.events !== undefined && props.events.bus === undefined,
      });
    }

    ({ receipts: this.receiptsTable, setAside: this.setAsideTable } = new Tables(this, 'Tables', {
      ...props,
      indexes,
      streams: {
        receipts: props.events !== undefined || props.archive !== undefined,
        setAside: props.events?.otherWebhooks ?? false,
      },
      encryptionKey,
      removalPolicy,
    }));
    ({ secret: this.token } = new GeneratedSecret(this, 'Token', {
      description: 'Token that the 8x8 platform presents with every delivery receipt',
      encryptionKey,
      noRotation:
        'The vendor presents this token from its own settings. A rotation that does not change it there too would refuse every receipt, so the owner rotates both; the previous token stays valid meanwhile.',
    }));
    const fallback = { redriveTimeout: REDRIVE_TIMEOUT, encryptionKey, removalPolicy };
    const { queue, deadLetterQueue } = new FallbackQueue(this, 'Fallback', fallback);
    this.fallbackQueue = queue;
    this.deadLetterQueue = deadLetterQueue;
    const common = {
      ...logs,
      receiptsTable: this.receiptsTable,
      setAsideTable: this.setAsideTable,
      fallbackQueue: queue,
      retention: props.retention ?? DEFAULT_RETENTION,
      setAsideRetention: props.setAsideRetention ?? Duration.days(DEFAULTS.setAsideRetentionDays),
      logPrices: Object.keys(spendAlarm).length > 0,
      metricsNamespace: name,
      subAccountMetrics: props.subAccountMetrics ?? false,
      memorySize: props.memorySize ?? DEFAULTS.memorySize,
      architecture: props.architecture ?? Architecture.ARM_64,
      bundles: props.bundles ?? BUNDLES,
    };
    const receive = addReceiveFunction(this, { ...props, ...common, token: this.token, sourceList: sources });
    const redrive = addRedriveFunction(this, { ...props, ...common });
    const publisher = props.events && new EventPublisher(this, 'Events', { ...common, ...props.events, encryptionKey });
    const archive = props.archive && new Archive(this, 'Archive', { ...common, ...props.archive, name });
    const reconciler = props.reconcile && new Reconciler(this, 'Reconcile', { ...common, ...props.reconcile });
    const endpoint = new Endpoint(this, 'Endpoint', { ...props, ...logs, name });
    endpoint.addRoute({
      key: HttpRouteKey.with(PATH, HttpMethod.POST),
      handler: receive.live,
      integration: 'Receive',
      noAuthorizer:
        'The function authenticates every request by its token. An authorizer would be a second function, which costs twice and answers its failures without the problem body that the contract promises.',
    });
    this.callbackUrl = `${endpoint.origin}${PATH}`;
    this.api = endpoint.api;
    const { callbackUrl, token } = this;
    const probe = props.probe && new Probe(this, 'Probe', { ...common, every: props.probe, callbackUrl, token });
    const page =
      props.page &&
      new Page(this, 'Page', {
        ...common,
        ...props.page,
        name,
        archive,
        deadLetterQueue,
        accountConcurrency,
        logRetention: props.page.logRetention ?? PAGE_DEFAULTS.logRetentionDays,
        accessLogRetention: common.logRetention,
      });

    this.eventBus = publisher?.bus;
    this.eventDeadLetterQueue = publisher?.deadLetterQueue;
    this.archive = archive;
    this.page = page;
    this.reconcileApiKeyArn = reconciler?.apiKey.ref;
    this.reconcileDeadLetterQueue = reconciler?.deadLetterQueue;
    this.functions = {
      receive: receive.function,
      redrive: redrive.function,
      publish: publisher?.function,
      archive: archive?.function,
      reconcile: reconciler?.function,
      probe: probe?.function,
      page: page?.function,
    };
    this.metricsNamespace = name;

    let alarms: Alarms | undefined;
    if (alarmsAreOn) {
      alarms = new Alarms(this, 'Alarms', {
        ...props,
        name,
        // Not a reference, because the dashboard refers to the alarms
        dashboardUrl: hasDashboard ? dashboardUrl(this, dashboardName(name)) : undefined,
      });
      addFallbackQueueAlarms(alarms, { queue, deadLetterQueue });
      addEndpointAlarms(alarms, endpoint, this);
      if (props.domain !== undefined) addDomainAlarms(alarms, props.domain.certificate);
      addReceiveFunctionAlarms(alarms, receive.function);
      addRedriveFunctionAlarms(alarms, redrive.function);
      addAccountAlarms(alarms, accountConcurrency);
      if (publisher !== undefined) addEventAlarms(alarms, publisher);
      if (archive !== undefined) addArchiveAlarms(alarms, archive);
      if (props.reconcile && reconciler) addReconcileAlarms(alarms, reconciler, this, props.reconcile);
      if (probe !== undefined) addProbeAlarms(alarms, probe);
      if (page !== undefined) addPageAlarms(alarms, page, this);
      addTrafficAlarms(alarms, this, {
        sourcesAreLimited: sources !== '',
        otherWebhooksAreForwarded: props.events?.otherWebhooks ?? false,
        silence: props.silenceAlarm,
      });
      addDeliveryAlarms(alarms, this, props);
      const receiptLogs = [receive.logGroup, redrive.logGroup];
      if (props.errorAlarms ?? false) addErrorAlarms(alarms, receiptLogs, this);
      addSpendAlarms(alarms, receiptLogs, this, spendAlarm);
    }
    this.alarms = alarms?.all ?? [];
    if (deployment === 'canary') {
      new Canary(this, 'Canary', { receive: receive.function, live: receive.live, alarms: this.alarms });
    }
    this.alarmTopic = alarms?.topic;
    this.ticketTopic = alarms?.ticketTopic;
    if (hasDashboard) {
      ({ board: this.dashboard } = new Dashboard(this, 'Dashboard', {
        name,
        alarms,
        console: consoleOf(this),
        runbookUrl: props.runbookUrl,
        accountConcurrency,
        metrics: this,
        stage: endpoint.stage,
        receive,
        redrive,
        queue,
        deadLetterQueue,
        receiptsTable: this.receiptsTable,
        indexes,
        setAsideTable: this.setAsideTable,
        publisher,
        spendCurrencies: Object.keys(spendAlarm),
        isReconciled: reconciler !== undefined,
      }));
    }
  }

  /**
   * Grants what `receipts get`, `find` and `batch` call: to look up messages by their ids and numbers, but not to read the whole
   * table, nor the set-aside table.
   */
  grantLookUp(grantee: IGrantable): Grant {
    return grantLookUp(this, this.receiptsTable, grantee);
  }
}

function removalPolicyOf({ removalPolicy = RemovalPolicy.RETAIN }: SmsReceiptsProps) {
  if (removalPolicy === RemovalPolicy.RETAIN || removalPolicy === RemovalPolicy.DESTROY) return removalPolicy;
  throw new Error(`SmsReceipts: removalPolicy is ${removalPolicy}: must be retain or destroy.`);
}
