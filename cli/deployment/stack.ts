import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ARCHIVE_FIELDS } from '../../contract/archive.ts';
import { OUTPUTS } from '../../contract/outputs.ts';
import type { ArchiveNames } from '../../lookup/archive/archive-names.ts';
import { CliError } from '../../toolbox/errors.ts';
import { awsConfig } from './aws.ts';

/** The outputs of a receiver in a deployed stack. */
export interface Stack {
  /** As the user names it: with the prefix of the receiver if the stack has several. */
  readonly name: string;
  readonly region: string;
  readonly callbackUrl: string;
  readonly receiptsTable: string;
  readonly setAsideTable: string;
  readonly tokenSecretId: string;
  readonly functionName: string;
  readonly metricsNamespace: string;
  /** Like the next two, undefined if the stack has no such output. */
  readonly apiId: string | undefined;
  readonly fallbackQueueUrl: string | undefined;
  readonly deadLetterQueueUrl: string | undefined;
  /** Undefined if the stack publishes no events. */
  readonly eventBusName: string | undefined;
  /** Undefined if the stack publishes no events. */
  readonly eventDeadLetterQueueUrl: string | undefined;
  /** Undefined if the stack has no archive. */
  readonly archive: StackArchive | undefined;
  /** Like the next one, undefined if the stack does not reconcile. */
  readonly reconcileApiKeySecretId: string | undefined;
  readonly reconcileDeadLetterQueueUrl: string | undefined;
  /** Undefined if the stack posts no test receipts. */
  readonly probeFunctionName: string | undefined;
  /** Undefined if the stack has no page. */
  readonly page: DeployedPage | undefined;
  /** Undefined if the stack has no alarms. */
  readonly alarmTopicArn: string | undefined;
  /** Undefined if the alarms that can wait have no topic of their own. */
  readonly ticketTopicArn: string | undefined;
  /** The settings of the deployment; undefined if the stack has no such output. */
  readonly settings: Readonly<Record<string, string>> | undefined;
}

export interface StackArchive extends ArchiveNames {
  /** Stream of Firehose that takes the rows. */
  readonly stream: string;
}

/** The hosted page. */
export interface DeployedPage {
  /** Its address, without a slash at the end. */
  readonly url: string;
  readonly secretId: string;
  /** Who looked at what. */
  readonly logGroup: string;
}

/**
 * @param name - of the stack; `Messaging/Asia` for the receiver whose outputs begin with `Asia`
 * @throws CliError if there is no such stack, or it lacks an output
 */
export async function readStack(name: string): Promise<Stack> {
  const [StackName = '', prefix = ''] = name.split('/');
  const client = new CloudFormationClient(awsConfig());
  const region = await client.config.region();
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return stackOf(
      name,
      region,
      new Map(
        (Stacks?.[0]?.Outputs ?? []).flatMap(({ OutputKey: key = '', OutputValue = '' }) =>
          key.startsWith(prefix) ? [[key.slice(prefix.length), OutputValue]] : [],
        ),
      ),
    );
  } catch (error) {
    if (error instanceof Error && /^Stack .* does not exist/.test(error.message)) {
      throw new CliError(
        `There is no stack ${StackName} in ${region}. Name it with --stack, and its Region with --region; or deploy it with npx cdk deploy.`,
      );
    }
    throw error;
  } finally {
    client.destroy();
  }
}

function stackOf(name: string, region: string, outputs: ReadonlyMap<string, string>): Stack {
  const missing: string[] = [];
  const output = (key: string): string => {
    const value = outputs.get(key);
    if (value === undefined) missing.push(key);
    return value ?? '';
  };
  const stack: Stack = {
    name,
    region,
    callbackUrl: output(OUTPUTS.callbackUrl),
    receiptsTable: output(OUTPUTS.receiptsTable),
    setAsideTable: output(OUTPUTS.setAsideTable),
    tokenSecretId: output(OUTPUTS.tokenSecretArn),
    functionName: output(OUTPUTS.functionName),
    // Older stacks have no such output
    metricsNamespace: outputs.get(OUTPUTS.metricsNamespace) ?? name,
    apiId: outputs.get(OUTPUTS.apiId),
    fallbackQueueUrl: outputs.get(OUTPUTS.fallbackQueueUrl),
    deadLetterQueueUrl: outputs.get(OUTPUTS.deadLetterQueueUrl),
    eventBusName: outputs.get(OUTPUTS.eventBusName),
    eventDeadLetterQueueUrl: outputs.get(OUTPUTS.eventDeadLetterQueueUrl),
    archive: archiveOf(outputs),
    reconcileApiKeySecretId: outputs.get(OUTPUTS.reconcileApiKeySecretArn),
    reconcileDeadLetterQueueUrl: outputs.get(OUTPUTS.reconcileDeadLetterQueueUrl),
    probeFunctionName: outputs.get(OUTPUTS.probeFunctionName),
    page: pageOf(outputs),
    alarmTopicArn: outputs.get(OUTPUTS.alarmTopicArn),
    ticketTopicArn: outputs.get(OUTPUTS.ticketTopicArn),
    settings: settingsOf(outputs.get(OUTPUTS.settings)),
  };
  if (missing.length > 0) {
    throw new CliError(
      `The stack ${name} in ${region} has no output ${missing.join(', ')}. Is it the stack of the receipts, and fully deployed? In your own app, call addOutputs. Of several receivers, name one by its prefix: --stack ${name}/PREFIX.`,
    );
  }
  return stack;
}

function archiveOf(outputs: ReadonlyMap<string, string>): Stack['archive'] {
  const names = [OUTPUTS.archiveWorkGroup, OUTPUTS.archiveDatabase, OUTPUTS.archiveStream];
  const [workGroup, database, stream] = names.map((name) => outputs.get(name));
  if (workGroup === undefined || database === undefined || stream === undefined) return undefined;
  const given = outputs.get(OUTPUTS.archiveFields)?.split(',') ?? [];
  return { workGroup, database, stream, fields: ARCHIVE_FIELDS.filter((field) => given.includes(field)) };
}

function pageOf(outputs: ReadonlyMap<string, string>): Stack['page'] {
  const [url, secretId] = [outputs.get(OUTPUTS.pageUrl), outputs.get(OUTPUTS.pageSecretArn)];
  const logGroup = outputs.get(OUTPUTS.pageLogGroup);
  return url === undefined || secretId === undefined || logGroup === undefined
    ? undefined
    : { url, secretId, logGroup };
}

function settingsOf(text: string | undefined): Stack['settings'] {
  return text === undefined ? undefined : JSON.parse(text);
}
