import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { BUNDLES } from '../../build/bundle.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** The ways to bundle the bare handler. The default of `NodejsFunction` is CommonJS, not minified. */
export const CONTENDERS = {
  bareEsm: {
    title: 'bare SDK handler, ES module, minified',
    bundling: { format: OutputFormat.ESM, mainFields: ['module', 'main'], minify: true },
  },
  bareDefault: { title: 'bare SDK handler, bundled by default', bundling: {} },
} satisfies Readonly<Record<string, { title: string; bundling: BundlingOptions }>>;

export type ContenderName = keyof typeof CONTENDERS;

/** Path of each bundle's entry, which exports `handler`. */
export type Entries = Readonly<Record<ContenderName, string>>;

const CONTEXT = {
  // `cdk init` sets it in a new project
  '@aws-cdk/aws-lambda-nodejs:sdkV3ExcludeSmithyPackages': true,
  // Needed to find the code in the assembly
  'aws:cdk:enable-asset-metadata': true,
};

/**
 * Bundles the contenders as users do: with `NodejsFunction` of aws-cdk-lib, in a stack that is never deployed.
 * The SDK is bundled too, because the receiver bundles it.
 *
 * @throws Error if one does not build
 */
export async function bundleContenders(folder = join(BUNDLES, 'bench')): Promise<Entries> {
  const outdir = await mkdtemp(join(tmpdir(), 'contenders-'));
  try {
    const app = new App({
      outdir,
      context: CONTEXT,
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
    });
    const stack = new Stack(app, 'Contenders');
    const functions = Object.entries(CONTENDERS).map(
      ([name, { bundling }]) => [name, nodejsFunction(stack, name, bundling)] as const,
    );
    app.synth();
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    // As on Lambda, where .js files are CommonJS because there is no package.json
    await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}\n');
    const entries = functions.map(async ([name, made]) => {
      await cp(join(outdir, assetOf(made)), join(folder, name), { recursive: true });
      const [entry = ''] = await readdir(join(folder, name));
      return [name, join(folder, name, entry)] as const;
    });
    return Object.fromEntries(await Promise.all(entries)) as Entries;
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

function nodejsFunction(stack: Stack, name: string, bundling: BundlingOptions): NodejsFunction {
  return new NodejsFunction(stack, name, {
    runtime: Runtime.NODEJS_24_X,
    entry: join(import.meta.dirname, 'bare.ts'),
    projectRoot: PROJECT,
    depsLockFilePath: join(PROJECT, 'package-lock.json'),
    bundling: { logLevel: LogLevel.WARNING, bundleAwsSDK: true, ...bundling },
  });
}

/** CDK writes the folder of a function's code into the metadata of the resource. */
function assetOf(made: NodejsFunction): string {
  const resource = made.node.defaultChild as { cfnOptions?: { metadata?: Record<string, unknown> } } | undefined;
  return String(resource?.cfnOptions?.metadata?.['aws:asset:path']);
}
