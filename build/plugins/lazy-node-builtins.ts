import { EventEmitter } from 'node:events';
import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const PREFIX = 'node:';

/**
 * Takes Node's own modules by `process.getBuiltinModule`, as CommonJS does. An `import` of one has Node read every
 * export, also those that load half of Node when they are read: `node:http` its `WebSocket`, `node:process` its
 * `stdin`.
 */
export const lazyNodeBuiltins: Plugin = {
  name: 'lazy-node-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z][a-z0-9_:/]*$/ }, ({ path }) =>
      isBuiltin(path)
        ? { path: path.startsWith(PREFIX) ? path : `${PREFIX}${path}`, namespace: 'node-module' }
        : undefined,
    );
    onLoad({ filter: /^/, namespace: 'node-module' }, ({ path }) => ({
      contents: `module.exports = ${inheritExports(`process.getBuiltinModule(${JSON.stringify(path)})`, path)};`,
      loader: 'js',
    }));
  },
};

/**
 * esbuild makes an accessor for each own property of a CommonJS module at every start; this has none, and inherits
 * them all. Not for what is called, or keeps a state that it might set on the wrong object.
 */
function inheritExports(module: string, path: string): string {
  const loaded: unknown = process.getBuiltinModule(path);
  return typeof loaded === 'function' || loaded instanceof EventEmitter ? module : `Object.create(${module})`;
}
