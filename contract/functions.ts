/** The source file of each deployed function. The key is the name of its folder under `dist/`. */
export const FUNCTIONS = {
  receive: 'lambda/receive.lambda.ts',
  redrive: 'lambda/redrive.lambda.ts',
  publish: 'lambda/publish.lambda.ts',
  reconcile: 'lambda/reconcile.lambda.ts',
} as const satisfies Readonly<Record<string, string>>;

export type FunctionName = keyof typeof FUNCTIONS;
