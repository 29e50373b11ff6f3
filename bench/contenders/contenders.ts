import { join } from 'node:path';
import { BUNDLES } from '../../build/bundle.ts';

/** How a contender is bundled, in the options of aws-cdk-lib's `NodejsFunction`; what is not said is its default. */
export interface Bundling {
  /** `NodejsFunction` leaves the SDK to Lambda's runtime unless this is set. */
  readonly bundleAwsSDK?: true;
  readonly format?: 'esm';
  readonly mainFields?: readonly string[];
  readonly minify?: true;
}

/** Something that receives a delivery receipt and puts it into DynamoDB. */
export interface Contender {
  readonly title: string;
  /** File in this folder. */
  readonly source: string;
  readonly bundling: Bundling;
}

const ESM = {
  bundleAwsSDK: true,
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
} as const satisfies Bundling;

export const CONTENDERS = {
  handSigned: {
    title: 'hand-signed request, no package (floor)',
    source: 'hand-signed.ts',
    bundling: ESM,
  },
  handSignedCommonJs: {
    title: 'the same as CommonJS (the lowest found)',
    source: 'hand-signed.ts',
    bundling: { minify: true },
  },
  bareEsm: { title: 'bare SDK, ES module, minified', source: 'bare.ts', bundling: ESM },
  bareDefault: {
    title: 'bare SDK, CommonJS by default',
    source: 'bare.ts',
    bundling: { bundleAwsSDK: true },
  },
  bareDefaultMinified: {
    title: 'bare SDK, CommonJS by default, minified',
    source: 'bare.ts',
    bundling: { bundleAwsSDK: true, minify: true },
  },
  bareRuntimeSdk: { title: 'bare SDK of the runtime, CommonJS by default', source: 'bare.ts', bundling: {} },
  middyZodPowertools: {
    title: 'middy + zod + Powertools, CommonJS by default',
    source: 'middy-zod-powertools.ts',
    bundling: { bundleAwsSDK: true },
  },
  idempotentPut: {
    title: 'Powertools Idempotency + put, CommonJS by default',
    source: 'idempotent-put.ts',
    bundling: { bundleAwsSDK: true },
  },
  itemPerStatus: {
    title: 'one item per status, CommonJS by default',
    source: 'item-per-status.ts',
    bundling: { bundleAwsSDK: true },
  },
} as const satisfies Readonly<Record<string, Contender>>;

export type ContenderName = keyof typeof CONTENDERS;

/** Folder that holds one folder per contender. */
export const CONTENDER_BUNDLES = join(BUNDLES, 'bench');
