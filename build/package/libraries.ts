import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import repository from '../../package.json' with { type: 'json' };

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

/** The licenses of these libraries. A text that several libraries share appears once. */
export function licensesOf(libraries: readonly Library[]): string {
  const named = new Map<string, string[]>();
  for (const { name, version, license, folder } of libraries) {
    const terms = readdirSync(folder)
      .filter((file) => /^(licen[cs]e|notice)/i.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8').trim())
      .join('\n\n');
    const text = terms || `License: ${license}`;
    named.set(text, [...(named.get(text) ?? []), `${name} ${version}`]);
  }
  return [...named].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}

/**
 * What the package is made of, in the format CycloneDX.
 *
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function sbomOf(libraries: readonly Library[]): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: componentOf(repository) },
    components: libraries.map(componentOf),
  };
}

function componentOf({ name, version, license }: Omit<Library, 'folder'>): object {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { type: 'library', name, version, licenses: [{ expression: license }], purl };
}
