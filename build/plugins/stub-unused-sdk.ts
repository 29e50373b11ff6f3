import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Files of the AWS SDK that a function on Lambda does not need, and the stub of each, in `sdk-stubs/`. */
const STUBS = [
  { original: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/, stub: 'credential-provider-node.js' },
  {
    original: /@smithy\/core\/dist-es\/submodules\/config\/node-config-provider\/configLoader\.js$/,
    stub: 'config-loader.js',
  },
  { original: /@aws-sdk\/endpoint-cache\/dist-es\/index\.js$/, stub: 'endpoint-cache.js' },
] as const;

/** Leaves out of a bundle what a function on Lambda never uses; the file in `sdk-stubs/` says why in each case. */
export const stubUnusedSdk: Plugin = {
  name: 'stub-unused-sdk',
  setup({ onLoad }) {
    for (const { original, stub } of STUBS) {
      onLoad({ filter: original }, async ({ path }) => ({
        contents: await readFile(join(import.meta.dirname, 'sdk-stubs', stub), 'utf8'),
        // What it imports is the SDK's own copy
        resolveDir: dirname(path),
        loader: 'js',
      }));
    }
  },
};
