/** What an action of AWS is allowed on. */
export interface LookUpActions {
  /** On the stack. */
  readonly stack: readonly string[];
  /** On the receipts table. */
  readonly table: readonly string[];
  /** On its indexes. */
  readonly indexes: readonly string[];
}

/** The commands of the tool that look up messages, and all that they call in AWS. A test records their requests. */
export const LOOK_UP_ACTIONS = {
  get: { stack: ['cloudformation:DescribeStacks'], table: ['dynamodb:BatchGetItem'], indexes: [] },
  find: { stack: ['cloudformation:DescribeStacks'], table: ['dynamodb:BatchGetItem'], indexes: ['dynamodb:Query'] },
  batch: { stack: ['cloudformation:DescribeStacks'], table: [], indexes: ['dynamodb:Query'] },
} as const satisfies Readonly<Record<string, LookUpActions>>;
