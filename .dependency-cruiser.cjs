/**
 * Imports go downward only: function -> record -> store, telemetry -> receipt. Every folder may import from contract/ and
 * eight-by-eight/ unless a rule says otherwise; these two import nothing of ours.
 */
const OURS =
  '^(contract|cost|eight-by-eight|toolbox|simulator|lambda|report|lookup|page|infra|cli|local|bench|build|test)/';
const FUNCTIONS = '(receive|redrive|publish|archive|reconcile|page)';

module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'lambda/receipt/ imports only itself and the pure contract/ and eight-by-eight/: no AWS package.',
      from: { path: '^lambda/receipt/' },
      to: { pathNot: ['^(lambda/receipt|contract|eight-by-eight)/', '^node_modules/(valibot|libphonenumber-js)/'] },
    },
    {
      name: 'contract-and-vendor-stand-alone',
      comment:
        'contract/ holds names, types and defaults that the parts share; eight-by-eight/ holds what the vendor defines.',
      from: { path: '^(contract|eight-by-eight)/' },
      to: { path: OURS, pathNot: '^$1/' },
    },
    {
      name: 'report-is-pure',
      comment: 'report/ counts messages, whichever source they come from: no AWS package, no terminal, no page.',
      from: { path: '^report/' },
      to: {
        path: [OURS, '^node_modules/'],
        pathNot: [
          '^(report|lambda/receipt|contract|eight-by-eight)/',
          '^node_modules/(big\\.js|@types/big\\.js|@datadog/sketches-js|csv-stringify)/',
        ],
      },
    },
    {
      name: 'cost-is-pure',
      comment: 'Prices and sums, for the tool, the docs and the benchmark.',
      from: { path: '^cost/' },
      to: { pathNot: '^(cost|contract|eight-by-eight)/' },
    },
    {
      name: 'functions-do-not-know-each-other',
      from: { path: `^lambda/${FUNCTIONS}/` },
      to: { path: `^lambda/${FUNCTIONS}/`, pathNot: '^lambda/$1/' },
    },
    {
      name: 'what-functions-share-knows-no-function',
      from: { path: '^lambda/(record|receipt|store|telemetry|time|aws)/' },
      to: { path: `^lambda/${FUNCTIONS}/` },
    },
    {
      name: 'record-is-above-the-store',
      from: { path: '^lambda/(receipt|store|telemetry|time|aws)/' },
      to: { path: '^lambda/record/' },
    },
    {
      name: 'store-and-telemetry-know-only-the-domain',
      from: { path: '^lambda/(store|telemetry|time|aws)/' },
      to: { path: OURS, pathNot: '^(lambda/($1|receipt|time)|contract|eight-by-eight)/' },
    },
    {
      name: 'events-are-pure',
      comment: 'Events are made of items without any package; the country of a number is of the domain.',
      from: { path: '^lambda/publish/(events|entry-size)\\.ts$' },
      to: { path: '^node_modules/' },
    },
    {
      name: 'lambda-stands-alone',
      comment: 'What runs in production imports nothing of the tools around it.',
      from: { path: '^lambda/', pathNot: '^lambda/page/' },
      to: { path: OURS, pathNot: '^(lambda|contract|eight-by-eight)/' },
    },
    {
      name: 'only-the-page-function-serves-the-page',
      comment:
        'It shows what receipts ui shows, so it imports the page and what the page reads with. It records nothing.',
      from: { path: '^lambda/page/' },
      to: {
        path: OURS,
        pathNot: ['^(page|lookup|toolbox|contract)/', '^lambda/(page|telemetry)/', '^lambda/page-environment\\.ts$'],
      },
    },
    {
      name: 'only-entries-read-the-environment',
      from: { path: '^lambda/[^/]+/', pathNot: '\\.lambda\\.ts$' },
      to: { path: '^lambda/[^/]+\\.ts$' },
    },
    {
      name: 'entries-are-not-imported',
      comment: 'A *.lambda.ts wires and exports the handler, nothing else; its own test loads it as Lambda does.',
      from: { pathNot: '^test/integration/entries\\.test\\.ts$' },
      to: { path: '\\.lambda\\.ts$' },
    },
    {
      name: 'infra-takes-names-only',
      comment:
        'The stack shares names with the functions through contract/, never behaviour. Only the app bundles them.',
      from: { path: '^infra/' },
      to: { path: OURS, pathNot: ['^(infra|contract|eight-by-eight)/', '^build/bundle\\.ts$'] },
    },
    {
      name: 'construct-knows-no-app',
      comment: 'infra/construct/ works in any CDK app: no settings, no context, no name of the stack.',
      from: { path: '^infra/construct/' },
      to: { path: OURS, pathNot: ['^infra/construct/', '^(contract|eight-by-eight)/'] },
    },
    {
      name: 'simulator-stands-alone',
      comment: 'The simulator is a library: it uses the receiver for its rules, no terminal and no deployment.',
      from: { path: '^simulator/' },
      to: {
        path: [OURS, '^node_modules/(commander|@commander-js|@clack|@aws-sdk)/'],
        pathNot: '^(simulator|toolbox|lambda|contract|eight-by-eight)/',
      },
    },
    {
      name: 'tool-takes-nothing-from-local',
      comment:
        'local/ may use the rendering of cli/, so that the demo shows a message as the tool does; not vice versa.',
      from: { path: '^cli/' },
      to: { path: OURS, pathNot: '^(cli|cost|page|lookup|report|toolbox|simulator|lambda|contract|eight-by-eight)/' },
    },
    {
      name: 'commands-are-the-top-of-the-tool',
      from: { pathNot: '^cli/(commands|main)' },
      to: { path: '^cli/commands/' },
    },
    {
      name: 'the-tools-base-knows-no-feature',
      comment: 'Every feature of the tool stands on the terminal, with the errors, and on the deployment.',
      from: { path: '^cli/(terminal|deployment)/' },
      to: { path: '^cli/', pathNot: '^cli/(terminal|deployment)/' },
    },
    {
      name: 'texts-come-after-the-work',
      comment: 'cli/text/ says in words what a feature returned. Only commands use it.',
      from: { path: '^cli/(?!commands|text)' },
      to: { path: '^cli/text/' },
    },
    {
      name: 'lookup-is-below-page-and-tool',
      comment: 'lookup/ reads the tables and has the words that page and tool share. It knows neither.',
      from: { path: '^lookup/' },
      to: { path: OURS, pathNot: '^(lookup|report|toolbox|lambda/(receipt|store)|contract|eight-by-eight)/' },
    },
    {
      name: 'page-knows-no-tool',
      comment: 'Whoever serves the page gives it a connection to the tables: the tool, and npm start.',
      from: { path: '^page/' },
      to: { path: OURS, pathNot: '^(page|lookup|report|toolbox|lambda/receipt|contract|eight-by-eight)/' },
    },
    {
      name: 'toolbox-stands-alone',
      comment: 'What cli/, page/, lookup/, local/ and simulator/ share.',
      from: { path: '^toolbox/' },
      to: { path: OURS, pathNot: '^(toolbox|lambda/store|contract|eight-by-eight)/' },
    },
    { name: 'no-circular', from: {}, to: { circular: true } },
    {
      name: 'no-circle-of-folders',
      comment: 'No two folders inside lambda/ or cli/ import each other.',
      scope: 'folder',
      from: { path: '^(lambda|cli)/' },
      to: { circular: true },
    },
    { name: 'no-unresolvable', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency-at-runtime',
      from: { path: '^(lambda|contract|eight-by-eight)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types/' },
    },
  ].map((rule) => ({ severity: 'error', ...rule })),
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
