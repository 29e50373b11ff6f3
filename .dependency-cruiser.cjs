/** Imports go downward only: entry -> flow -> http, store -> receipt. */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'lambda/receipt/ imports nothing of ours outside itself, and no AWS package.',
      severity: 'error',
      from: { path: '^lambda/receipt/' },
      to: { pathNot: ['^lambda/receipt/', '^node_modules/valibot/'] },
    },
    {
      name: 'http-and-store-know-only-the-domain',
      comment:
        'lambda/http, lambda/store, lambda/queue and lambda/secret import ours only from themselves and lambda/receipt; lambda/secret implements what authenticate.ts asks for.',
      severity: 'error',
      from: { path: '^lambda/(http|store|secret|queue)/' },
      to: {
        path: '^(lambda|infra|local|cli|bench|build|test)/',
        pathNot: ['^lambda/$1/', '^lambda/receipt/', '^lambda/http/authenticate\\.ts$'],
      },
    },
    {
      name: 'lambda-stands-alone',
      comment: 'What runs in production imports nothing of the tools around it.',
      severity: 'error',
      from: { path: '^lambda/' },
      to: { path: '^(infra|local|cli|bench|build|test)/' },
    },
    {
      name: 'entries-are-not-imported',
      comment: 'A *.lambda.ts wires and exports the handler, nothing else; its own test loads it as Lambda does.',
      severity: 'error',
      from: { pathNot: '^test/integration/entries\\.test\\.ts$' },
      to: { path: '\\.lambda\\.ts$' },
    },
    {
      name: 'infra-takes-only-names',
      comment: 'The stack shares names with the function (environment, tables, metrics), never behaviour.',
      severity: 'error',
      from: { path: '^infra/' },
      to: {
        path: '^lambda/',
        pathNot: ['^lambda/environment\\.ts$', '^lambda/store/tables\\.ts$', '^lambda/metrics/names\\.ts$'],
      },
    },
    {
      name: 'tool-is-not-imported',
      comment: 'The command-line tool is run; only tests and the benchmark take parts of it, such as the sender.',
      severity: 'error',
      from: { pathNot: '^(cli|test|bench)/' },
      to: { path: '^cli/' },
    },
    {
      name: 'tool-takes-from-receiver-and-local',
      comment: 'cli/ uses the receiver for its rules and its stores, and local/ for its tables and its client.',
      severity: 'error',
      from: { path: '^cli/' },
      to: {
        path: '^(lambda|infra|local|bench|build|test)/',
        pathNot: ['^lambda/', '^local/(columns|create-tables|local-client)\\.ts$'],
      },
    },
    {
      name: 'sender-stands-alone',
      comment: 'The sender is a library: no terminal, no deployment.',
      severity: 'error',
      from: { path: '^cli/sender/' },
      to: { path: ['^cli/', '^node_modules/(commander|@commander-js|@clack|@aws-sdk)/'], pathNot: '^cli/sender/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency-at-runtime',
      severity: 'error',
      from: { path: '^lambda/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types/' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
