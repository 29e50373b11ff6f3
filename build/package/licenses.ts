import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Library } from './libraries.ts';

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
