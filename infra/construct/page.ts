import { type CfnElement, Duration, Stack } from 'aws-cdk-lib';
import { HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueryDefinition, type LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEFAULTS } from '../../contract/defaults.ts';
import { PAGE_DEFAULTS, type PageSecret } from '../../contract/page.ts';
import { PAGE_ENVIRONMENT } from '../../contract/page-environment.ts';
import { acknowledge } from './acknowledge.ts';
import type { ReceiptsArchive } from './archive.ts';
import { FOLDERS } from './archive-bucket.ts';
import { BundledFunction, type CommonFunctionProps } from './bundled-function.ts';
import { Endpoint } from './endpoint.ts';
import { GeneratedSecret } from './generated-secret.ts';
import { bucketKeyStatement, readingKeyStatements } from './key-use.ts';
import { looksPermission, type PageSources, pagePermissions } from './page-permissions.ts';
import type { PageProps } from './page-props.ts';

/** The page of a receiver to look up messages. */
export interface ReceiptsPage {
  /** Its public address, without a slash at the end. */
  readonly url: string;
  /** Has the client secret of the page at the provider, and the key of the sessions. */
  readonly secret: Secret;
  /** Has one line for each look: who, when, at what. */
  readonly logGroup: LogGroup;
}

export interface PageConstructProps
  extends Omit<PageProps, 'logRetention'>,
    CommonFunctionProps,
    Omit<PageSources, 'secret'> {
  /** Name of the receiver: begins the names of the API and of the saved query. */
  readonly name: string;
  /** Concurrent executions that AWS allows all functions of the account. */
  readonly accountConcurrency: number;
  /** Retention of the access log, which does not say who looked. */
  readonly accessLogRetention: RetentionDays;
  /** The queues whose lengths it shows, by their metrics. */
  readonly fallbackQueue: IQueue;
  readonly deadLetterQueue: IQueue;
}

/** Of a support team: one page is three requests. It also limits what a flood costs. */
const THROTTLE = { rateLimit: 50, burstLimit: 100 };
/** The longest that an HTTP API waits: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const TIMEOUT = Duration.seconds(30);
/**
 * Executions at once, so that slow pages never use up those that the receive function needs. They are taken from the others of
 * the account, which AWS wants to keep 100.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const CONCURRENCY = 20;

/** Saved in CloudWatch Logs Insights. */
const WHO_LOOKED = `# In place of UMID, the umid of the message
filter @message like 'UMID' and message = 'look'
| fields @timestamp, kind, email, subject, reason
| sort @timestamp desc`;

/** The page to look up messages: a function behind an HTTP API of its own. It shares the tables with the receiver, and nothing else. */
export class Page extends Construct implements ReceiptsPage {
  readonly url: string;
  readonly endpoint: Endpoint;
  readonly secret: Secret;
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: PageConstructProps) {
    super(scope, id);
    const { name, encryptionKey, archive, setAside = false } = props;
    this.endpoint = new Endpoint(this, 'Endpoint', {
      name: `${name}-Page`,
      throttle: THROTTLE,
      domain: props.domain && { ...props.domain, disableDefaultEndpoint: true },
      path: 'page.',
      encryptionKey,
      logRetention: props.accessLogRetention,
      removalPolicy: props.removalPolicy,
    });
    this.url = this.endpoint.origin;
    ({ secret: this.secret } = new GeneratedSecret(this, 'Secret', {
      description: 'Client secret of the page to look up messages, and the key of its sessions',
      within: {
        // The owner stores the client secret in it
        secretStringTemplate: JSON.stringify({ clientSecret: '' } satisfies Partial<PageSecret>),
        generateStringKey: 'sessionKey' satisfies keyof PageSecret,
      },
      encryptionKey,
      noRotation:
        'The provider issues the client secret, and has no common API to rotate it: the owner replaces it. The function derives a new key of the sessions each day.',
    }));
    const sources = { ...props, setAsideTable: setAside ? props.setAsideTable : undefined, secret: this.secret };
    const page = new BundledFunction(this, 'Page', {
      ...props,
      bundle: 'page',
      description: 'Shows messages to people who signed in',
      timeout: TIMEOUT,
      environment: { ...this.environment(props), ...sourceEnvironment(sources) },
      permissions: pagePermissions(this, sources),
      keyStatements: (of, key) => [
        ...readingKeyStatements(of, key),
        ...(archive === undefined ? [] : [bucketKeyStatement(of, key)]),
      ],
      reservedExecutions: props.accountConcurrency < DEFAULTS.accountConcurrency ? undefined : CONCURRENCY,
    });
    this.function = page.function;
    this.logGroup = page.logGroup;
    this.function.addEnvironment(PAGE_ENVIRONMENT.pageLogGroup, this.logGroup.logGroupName);
    this.function.addToRolePolicy(new PolicyStatement(looksPermission(this.logGroup.logGroupArn)));
    acknowledgeWildcards(page.role, archive);
    this.endpoint.addRoute({
      key: HttpRouteKey.DEFAULT,
      handler: page.live,
      integration: 'Page',
      noAuthorizer:
        'The function itself signs people in, and answers nobody else. An authorizer could not send a browser to the provider.',
    });
    new CfnQueryDefinition(this, 'WhoLooked', {
      name: `${name}/Who looked at this message`,
      logGroupNames: [this.logGroup.logGroupName],
      queryString: WHO_LOOKED,
    });
  }

  private environment(props: PageConstructProps): Record<string, string> {
    const { allowedGroups = [], allowedDomains = [], roles = {}, sessionDuration } = props;
    return {
      [PAGE_ENVIRONMENT.pageUrl]: this.url,
      [PAGE_ENVIRONMENT.pageIssuer]: props.issuer,
      [PAGE_ENVIRONMENT.pageClientId]: props.clientId,
      [PAGE_ENVIRONMENT.pageSecretId]: this.secret.secretArn,
      [PAGE_ENVIRONMENT.pageFallbackQueue]: props.fallbackQueue.queueName,
      [PAGE_ENVIRONMENT.pageDeadLetterQueue]: props.deadLetterQueue.queueName,
      [PAGE_ENVIRONMENT.pageScopes]: props.scopes ?? PAGE_DEFAULTS.scopes,
      [PAGE_ENVIRONMENT.pageGroupsClaim]: props.groupsClaim ?? PAGE_DEFAULTS.groupsClaim,
      [PAGE_ENVIRONMENT.pageAllowedGroups]: allowedGroups.join(','),
      [PAGE_ENVIRONMENT.pageAllowedDomains]: allowedDomains.join(','),
      [PAGE_ENVIRONMENT.pageRoles]: rolesText(roles),
      ...(props.defaultCountry !== undefined && { [PAGE_ENVIRONMENT.pageDefaultCountry]: props.defaultCountry }),
      [PAGE_ENVIRONMENT.pageSessionHours]: `${sessionDuration?.toHours() ?? PAGE_DEFAULTS.sessionHours}`,
    };
  }
}

/** As in `operations=sms-ops,finance=sms-finance`. */
function rolesText(roles: NonNullable<PageProps['roles']>): string {
  return Object.entries(roles)
    .flatMap(([role, groups]) => groups.map((group) => `${role}=${group}`))
    .join(',');
}

function sourceEnvironment({ receiptsTable, setAsideTable, archive }: PageSources): Record<string, string> {
  return {
    [PAGE_ENVIRONMENT.receiptsTable]: receiptsTable.tableName,
    ...(setAsideTable && { [PAGE_ENVIRONMENT.setAsideTable]: setAsideTable.tableName }),
    ...(archive && {
      [PAGE_ENVIRONMENT.archiveDatabase]: archive.databaseName,
      [PAGE_ENVIRONMENT.archiveWorkGroup]: archive.workGroupName,
      [PAGE_ENVIRONMENT.archiveFields]: archive.fields.join(','),
    }),
  };
}

function acknowledgeWildcards(role: Role, archive: ReceiptsArchive | undefined): void {
  const folders = archive === undefined ? [] : [FOLDERS.versions, FOLDERS.results];
  const bucketId = archive && Stack.of(role).getLogicalId(archive.bucket.node.defaultChild as CfnElement);
  acknowledge(
    role.node.findChild('DefaultPolicy'),
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'AWS has no narrower resource for metrics, for the alarms by a prefix, and for the result of a query.',
    },
    ...folders.map((folder) => ({
      id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${folder}*]`,
      reason: 'Firehose and Athena choose the names of the files in this folder.',
    })),
  );
}
