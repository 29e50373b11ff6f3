import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BUNDLES, type Bundles } from '../../build/bundle.ts';

/** Bytes of a bundle. */
export interface BundleSize {
  /** What is loaded before the first receipt can be answered. */
  readonly startBytes: number;
  /** With what is loaded when it is needed. */
  readonly allBytes: number;
}

const PROJECT = join(import.meta.dirname, '../..');

/** Of the receiver, whose rarely used parts are files of their own. */
export function receiverSize({ receive: { outputs } }: Bundles): BundleSize {
  const code = Object.entries(outputs).filter(([file]) => !file.endsWith('.map'));
  const start = new Set([relative(PROJECT, join(BUNDLES, 'receive/index.mjs'))]);
  for (const file of start) {
    for (const { path, kind } of outputs[file]?.imports ?? []) if (kind === 'import-statement') start.add(path);
  }
  const bytesOf = (files: typeof code) => files.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  return { startBytes: bytesOf(code.filter(([file]) => start.has(file))), allBytes: bytesOf(code) };
}

/** Of a contender, which is one file. */
export function singleFileSize(entry: string): BundleSize {
  const { size } = statSync(entry);
  return { startBytes: size, allBytes: size };
}
