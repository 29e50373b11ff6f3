import { basename, extname } from 'node:path';
import type { Plugin } from 'esbuild';

const RESOLVED_BY_US = 'separate-dynamic-imports';

/**
 * Leaves what is imported dynamically out of a file: it is to be a file of its own beside it, complete in itself.
 * esbuild's own splitting would move what both need into a third file, and so make every cold start load more files.
 *
 * @param sources - takes the source of each such file, by the file's name
 */
export function separateDynamicImports(sources: Map<string, string>): Plugin {
  return {
    name: 'separate-dynamic-imports',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === RESOLVED_BY_US) return undefined;
        const source = await resolve(path, { kind, resolveDir, importer, pluginData: RESOLVED_BY_US });
        // Node's own modules, and errors
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
