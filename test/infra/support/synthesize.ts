import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { App, type AppProps, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FUNCTIONS } from '../../../contract/functions.ts';
import { SmsReceipts } from '../../../infra/construct/sms-receipts.ts';
import type { SmsReceiptsProps } from '../../../infra/construct/sms-receipts-props.ts';
import { type GivenSettings, givenSettings, readSettings } from '../../../infra/read-settings.ts';
import { ReceiptsStack } from '../../../infra/receipts-stack.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const { context } = JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8'));

export interface Synthesized {
  readonly stack: Stack;
  readonly template: Template;
  /** The synthesized assembly. */
  readonly outdir: string;
}

/** Stands for an absent settings file. */
export const NO_FILE = { path: 'none', settings: {} };

const folders: string[] = [];
const synthesized = new Map<string, Synthesized>();

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is deleted after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'receipts-infra-'));
  folders.push(folder);
  return folder;
}

/**
 * Without what takes longer than the template and changes nothing in it: the CDK's validation, which only prints its findings (in
 * `npm run test:deploy`, cfn-lint checks the templates), the tree of the constructs, the copies of the bundles, where in the code
 * each resource was made, the report of warnings, and what the CDK tells AWS of its use.
 */
const BARE = { builtinCloudFormationValidation: false, treeMetadata: false };
const BARE_CONTEXT = {
  'aws:cdk:disable-creation-stack-traces': true,
  'aws:cdk:disable-asset-staging': true,
  '@aws-cdk/core:annotationsInValidationReport': false,
  '@aws-cdk/core:enableAdditionalMetadataCollection': false,
};

/** Props of an app: the context of `cdk.json` with these settings, and a folder for its assembly. */
export function appProps(settings: GivenSettings): AppProps & { readonly outdir: string } {
  return { ...BARE, outdir: temporaryFolder(), context: { ...context, ...BARE_CONTEXT, ...settings } };
}

/** An app without the context of `cdk.json`. */
export function bareApp(): App {
  return new App({ ...BARE, outdir: temporaryFolder(), context: BARE_CONTEXT });
}

/** A stack of another app than ours. */
export function newStack(region?: string): Stack {
  return new Stack(bareApp(), 'Messaging', region === undefined ? {} : { env: { region } });
}

/** A receiver without a dashboard, which takes a third of the time of a synthesis, unless the props have one. */
export function receiver(stack: Stack, id = 'Receipts', props: SmsReceiptsProps = {}): SmsReceipts {
  return new SmsReceipts(stack, id, { bundles: fakeBundles(), dashboard: false, ...props });
}

let bundles: string | undefined;

/** Fake bundles, because the template does not depend on the code. */
export function fakeBundles(): string {
  bundles ??= writeFakeBundles();
  return bundles;
}

function writeFakeBundles(): string {
  const bundles = temporaryFolder();
  for (const name of Object.keys(FUNCTIONS)) {
    mkdirSync(join(bundles, name));
    writeFileSync(join(bundles, name, 'index.mjs'), 'export const handler = async () => ({ statusCode: 500 });\n');
  }
  return bundles;
}

/** The template with these settings, synthesized once. */
export function synthesize(given: GivenSettings = {}): Synthesized {
  const key = JSON.stringify(given);
  const made = synthesized.get(key) ?? make(given);
  synthesized.set(key, made);
  return made;
}

function make(given: GivenSettings): Synthesized {
  const props = appProps(given);
  const app = new App(props);
  const context = app.node.getAllContext();
  const settings = readSettings(context, NO_FILE);
  const stack = new ReceiptsStack(app, {
    settings,
    given: givenSettings(context, NO_FILE),
    bundles: fakeBundles(),
  });
  return { stack, template: Template.fromStack(stack), outdir: props.outdir };
}
