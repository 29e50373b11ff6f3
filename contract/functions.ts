/** The source file of each deployed function. The key is the name of its folder under `dist/`. */
export const FUNCTIONS = {
  receive: 'lambda/receive/receive.lambda.ts',
  redrive: 'lambda/redrive/redrive.lambda.ts',
  publish: 'lambda/publish/publish.lambda.ts',
  archive: 'lambda/archive/archive.lambda.ts',
  reconcile: 'lambda/reconcile/reconcile.lambda.ts',
  probe: 'lambda/probe/probe.lambda.ts',
  page: 'lambda/page/page.lambda.ts',
} as const satisfies Readonly<Record<string, string>>;

export type FunctionName = keyof typeof FUNCTIONS;
