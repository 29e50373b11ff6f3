import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '../..');
const LIBRARY = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * The licenses of the libraries of these files. A text that several libraries share appears once.
 *
 * @param files - relative to the project
 */
export function licensesOf(files: readonly string[]): string {
  const folders = new Set(files.flatMap((file) => LIBRARY.exec(file) ?? []));
  const libraries = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const path = join(PROJECT, folder);
    const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    const terms = readdirSync(path)
      .filter((file) => /^(licen[cs]e|notice)/i.test(file))
      .map((file) => readFileSync(join(path, file), 'utf8').trim())
      .join('\n\n');
    const text = terms || `License: ${license}`;
    libraries.set(text, [...(libraries.get(text) ?? []), `${name} ${version}`]);
  }
  return [...libraries].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}
