import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { ACCOUNT, type Emulator, REGION } from './emulator.ts';
import { onLoopback } from './loopback.ts';

const run = promisify(execFile);

const PROJECT = join(import.meta.dirname, '../../..');
const CDK = join(PROJECT, 'node_modules/aws-cdk/bin/cdk');
const STACK = 'SmsReceipts';
/** Many times what a deployment takes. */
const CDK_TIMEOUT_MS = 400_000;
const COMMON_OPTIONS = ['--require-approval', 'never'];
/** Keeps the developer's own settings file out. */
const NO_FILE = { settingsFile: 'none' };

/** The outputs of the deployed stack. */
export interface Outputs {
  readonly CallbackUrl: string;
  readonly ApiId: string;
  readonly FunctionName: string;
  readonly ReceiptsTableName: string;
  readonly SetAsideTableName: string;
  readonly FallbackQueueUrl: string;
  readonly DeadLetterQueueUrl: string;
  readonly AlarmTopicArn: string;
  readonly TokenSecretArn: string;
  /** Only with the setting `events`, like the next one. */
  readonly EventBusName?: string;
  readonly EventDeadLetterQueueUrl?: string;
  /** Only with the setting `archive`, like the next four. */
  readonly ArchiveBucketName?: string;
  readonly ArchiveDatabaseName?: string;
  readonly ArchiveWorkGroupName?: string;
  readonly ArchiveStreamName?: string;
  readonly ArchiveDeadLetterQueueUrl?: string;
  /** Only with the setting `reconcileSubAccounts`, like the next one. */
  readonly ReconcileApiKeySecretArn?: string;
  readonly ReconcileDeadLetterQueueUrl?: string;
}

export interface Deployed {
  readonly outputs: Outputs;
  /** The output of the CDK command. */
  readonly printed: string;
}

/** Prepares the account for CDK, once before the first deployment. */
export async function bootstrap(emulator: Emulator): Promise<void> {
  // Outside the project, so that the command does not synthesize its app
  await cdk(emulator, ['bootstrap', `aws://${ACCOUNT}/${REGION}`], emulator.folder);
}

/** Deploys the app with these settings as a user does. A second call updates the stack. */
export async function deploy(emulator: Emulator, settings: Readonly<Record<string, string>>): Promise<Deployed> {
  const folder = mkdtempSync(join(emulator.folder, 'deploy-'));
  const outputs = join(folder, 'outputs.json');
  const context = Object.entries({ ...NO_FILE, ...settings }).flatMap(([name, value]) => [
    '--context',
    `${name}=${value}`,
  ]);
  const options = [...COMMON_OPTIONS, '--output', join(folder, 'cdk.out'), '--outputs-file', outputs];
  const printed = await cdk(emulator, ['deploy', ...options, ...context], PROJECT);
  return { outputs: JSON.parse(readFileSync(outputs, 'utf8'))[STACK], printed };
}

/** Runs a documented command that deploys a stack. Returns the outputs of that stack. */
export async function deployAsDocumented(
  emulator: Emulator,
  command: string,
  variables: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const outputs = join(mkdtempSync(join(emulator.folder, 'outputs-')), 'outputs.json');
  await runDocumented(emulator, [command, ...COMMON_OPTIONS, '--outputs-file', outputs].join(' '), variables);
  const [ofStack] = Object.values(JSON.parse(readFileSync(outputs, 'utf8'))) as Record<string, string>[];
  return ofStack ?? {};
}

/** Runs a documented command that ends with a command of the CDK, for a stack that leaves nothing behind. */
export async function runDocumented(
  emulator: Emulator,
  command: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<void> {
  const context = Object.entries({ ...NO_FILE, removalPolicy: 'destroy' }).map(
    ([name, value]) => `-c ${name}=${value}`,
  );
  const output = mkdtempSync(join(emulator.folder, 'documented-'));
  const options = ['--no-color', '--no-notices', '--output', output, ...context];
  await run('bash', ['-c', [command, ...options].join(' ')], {
    cwd: PROJECT,
    timeout: CDK_TIMEOUT_MS,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...emulator.variables, ...variables, CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
}

/** The names of the stacks in the account, without that of the bootstrap. */
export async function stackNames(emulator: Emulator): Promise<string[]> {
  const client = new CloudFormationClient(emulator.clientConfig);
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
    return Stacks.filter(({ StackStatus }) => !StackStatus?.startsWith('DELETE'))
      .map(({ StackName = '' }) => StackName)
      .filter((name) => name !== 'CDKToolkit')
      .sort();
  } finally {
    client.destroy();
  }
}

/** Deletes the stack. */
export async function deleteStack(emulator: Emulator): Promise<void> {
  const client = new CloudFormationClient(emulator.clientConfig);
  try {
    await client.send(new DeleteStackCommand({ StackName: STACK }));
    await waitUntilStackDeleteComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 2 }, { StackName: STACK });
  } finally {
    client.destroy();
  }
}

/** The endpoint on the emulator, which serves it under a path; `CallbackUrl` names a host that only AWS has. */
export function receiptsUrl({ endpoint }: Emulator, { ApiId }: Outputs): string {
  return onLoopback(`${endpoint}/_aws/execute-api/${ApiId}/receipts`);
}

async function cdk(emulator: Emulator, command: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout, stderr } = await run(process.execPath, [CDK, ...command, '--no-color', '--no-notices'], {
      cwd,
      timeout: CDK_TIMEOUT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024 * 1024,
      // Only telemetry and notices would leave this machine, and they are turned off above
      env: { ...emulator.variables, CDK_DISABLE_CLI_TELEMETRY: 'true' },
    });
    return stdout + stderr;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`cdk ${command[0]} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
