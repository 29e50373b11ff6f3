import { basename, extname } from 'node:path';
import type { Plugin } from 'esbuild';

const RESOLVED_BY_US = 'separate-dynamic-imports';

/**
 * Leaves dynamic imports out of a bundle, so that each becomes a separate, complete file. esbuild's `splitting` would move
 * shared code into a third file, and every cold start would load several files instead of one.
 *
 * With `splitting` a cold start takes 1.10 times the CPU time, as one file 1.20 times: `npm run bench:plugins` on 2026-11-28,
 * over TLS, on a busy machine where the same bundle took 1.01 times its own.
 *
 * @param sources - receives the source of each file that was left out, by the name of the file
 */
export function separateDynamicImports(sources: Map<string, string>): Plugin {
  return {
    name: 'separate-dynamic-imports',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === RESOLVED_BY_US) return undefined;
        const source = await resolve(path, { kind, resolveDir, importer, pluginData: RESOLVED_BY_US });
        // Node's built-in modules, and errors
        if (source.namespace !== 'file' || source.errors.length > 0) return source;
        const file = `${basename(path, extname(path))}.mjs`;
        const other = sources.get(file);
        if (other !== undefined && other !== source.path) {
          return { errors: [{ text: `${source.path} and ${other} cannot both become ${file}` }] };
        }
        sources.set(file, source.path);
        return { path: `./${file}`, external: true };
      });
    },
  };
}
