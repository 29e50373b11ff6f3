import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { CONTENDER_BUNDLES, CONTENDERS, type Contender, type ContenderName } from '../contenders/contenders.ts';

const PROJECT = join(import.meta.dirname, '../..');
const SOURCES = join(PROJECT, 'bench/contenders');
const CONTEXT = {
  // What `cdk init` sets in a new project, and bears on the bundle
  '@aws-cdk/aws-lambda-nodejs:sdkV3ExcludeSmithyPackages': true,
  // Else the template does not say where the code is
  'aws:cdk:enable-asset-metadata': true,
};

/** Path of each bundle's entry, which exports `handler`. */
export type Entries = Readonly<Record<ContenderName, string>>;

/**
 * Bundles the contenders as their users do: by aws-cdk-lib's own `NodejsFunction`, in a stack that is never deployed.
 *
 * @throws Error where one does not build
 */
export async function bundleContenders(folder = CONTENDER_BUNDLES): Promise<Entries> {
  const outdir = await mkdtemp(join(tmpdir(), 'contenders-'));
  try {
    const app = new App({ outdir, context: CONTEXT, analyticsReporting: false });
    const stack = new Stack(app, 'Contenders');
    const contenders = Object.entries(CONTENDERS) as [ContenderName, Contender][];
    const functions = contenders.map(([name, contender]) => [name, nodejsFunction(stack, name, contender)] as const);
    app.synth();
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    // As on Lambda, where no package.json is near: a .js file is CommonJS
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

function nodejsFunction(stack: Stack, name: string, { source, bundling }: Contender): NodejsFunction {
  const { format, mainFields, ...others } = bundling;
  return new NodejsFunction(stack, name, {
    runtime: Runtime.NODEJS_24_X,
    entry: join(SOURCES, source),
    projectRoot: PROJECT,
    depsLockFilePath: join(PROJECT, 'package-lock.json'),
    bundling: {
      logLevel: LogLevel.WARNING,
      ...others,
      ...(format === 'esm' && { format: OutputFormat.ESM }),
      ...(mainFields && { mainFields: [...mainFields] }),
    },
  });
}

/** CDK notes the folder of a function's code in the resource's metadata. */
function assetOf(made: NodejsFunction): string {
  const resource = made.node.defaultChild as { cfnOptions?: { metadata?: Record<string, unknown> } } | undefined;
  return String(resource?.cfnOptions?.metadata?.['aws:asset:path']);
}
