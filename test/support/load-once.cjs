/**
 * A transform for large packages that have no state between tests. jest loads every module again for each test file,
 * which takes aws-cdk-lib two seconds. Node itself loads a module of such a package instead, once per worker.
 * Its objects come from outside the realm of the test: `instanceof` with a global such as `Error` is false for them.
 */
module.exports = {
  process: () => ({
    code: `
      const { createRequire } = require('node:vm').runInThisContext("process.getBuiltinModule('node:module')");
      module.exports = createRequire(__filename)(__filename);
    `,
  }),
};
