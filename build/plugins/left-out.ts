import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Files of the AWS SDK that a function on Lambda does not need, and what stands in for each, in `on-lambda/`. */
const STAND_INS = [
  { original: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/, standIn: 'credential-provider-node.js' },
  {
    original: /@smithy\/core\/dist-es\/submodules\/config\/node-config-provider\/configLoader\.js$/,
    standIn: 'config-loader.js',
  },
  { original: /@aws-sdk\/endpoint-cache\/dist-es\/index\.js$/, standIn: 'endpoint-cache.js' },
] as const;

/** Leaves out of a bundle what a function on Lambda never uses; the file in `on-lambda/` says why in each case. */
export const leftOut: Plugin = {
  name: 'left-out',
  setup({ onLoad }) {
    for (const { original, standIn } of STAND_INS) {
      onLoad({ filter: original }, async ({ path }) => ({
        contents: await readFile(join(import.meta.dirname, 'on-lambda', standIn), 'utf8'),
        // What it imports is the SDK's own copy
        resolveDir: dirname(path),
        loader: 'js',
      }));
    }
  },
};
