import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const PREFIX = 'node:';

/**
 * Takes Node's own modules by `process.getBuiltinModule`, as CommonJS does. An `import` of one has Node read every
 * export, also those that load half of Node when they are read: `node:http` its `WebSocket`, `node:process` its
 * `stdin`.
 */
export const nodeModulesAsNeeded: Plugin = {
  name: 'node-modules-as-needed',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z][a-z0-9_:/]*$/ }, ({ path }) =>
      isBuiltin(path)
        ? { path: path.startsWith(PREFIX) ? path : `${PREFIX}${path}`, namespace: 'node-module' }
        : undefined,
    );
    onLoad({ filter: /^/, namespace: 'node-module' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: 'js',
    }));
  },
};
