import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '../..');
const LIBRARY = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/** A library that is part of the package. */
export interface Library {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
  readonly folder: string;
}

/**
 * The libraries of bundled files, each once.
 *
 * @param files - relative to the project
 */
export function librariesOf(files: readonly string[]): Library[] {
  const folders = new Set(files.flatMap((file) => LIBRARY.exec(file) ?? []));
  return [...folders].sort().map((path) => {
    const folder = join(PROJECT, path);
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { name, version, license, folder };
  });
}
