import type { TableConnection } from '../../lookup/table-connection.ts';
import { CliError, UsageError } from '../../toolbox/errors.ts';
import { isLoopbackUrl } from '../../toolbox/loopback.ts';
import { dynamoDbEndpoint, withStackConnection, withTableConnection } from '../deployment/table-connection.ts';

/** Where to post receipts, and the tables in which they should arrive. */
export interface Target {
  readonly url: string;
  readonly token: string;
  /** Undefined if the location of the table is unknown. */
  readonly connection: TableConnection | undefined;
}

export interface TargetOptions {
  readonly url: string;
  readonly dynamodb?: string | undefined;
  readonly stack?: string | undefined;
  readonly yes?: boolean | undefined;
}

/** @throws CliError for an address outside this machine, unless it is that of a named stack and the user agrees */
export async function withTarget<T>(options: TargetOptions, work: (target: Target) => Promise<T>): Promise<T> {
  if (options.stack !== undefined) return withStack(options.stack, options.yes, work);
  const { url } = options;
  if (!isLoopbackUrl(url)) {
    throw new UsageError(
      `--url must be an address on this machine, such as http://127.0.0.1:3000/receipts, not ${url}. To send to a deployed stack, name it: --stack NAME --yes.`,
    );
  }
  const token = process.env.AUTH_TOKEN ?? 'local-token';
  const dynamodb = dynamoDbEndpoint(options);
  if (dynamodb === undefined) return work({ url, token, connection: undefined });
  return withTableConnection({ dynamodb }, (connection) => work({ url, token, connection }));
}

async function withStack<T>(name: string, yes: boolean | undefined, work: (target: Target) => Promise<T>): Promise<T> {
  if (!yes) {
    throw new CliError(
      `This would post made-up receipts to the stack ${name} and write to its tables. If you mean it, add --yes.`,
    );
  }
  const { readStack } = await import('../deployment/stack.ts');
  const { readToken } = await import('../deployment/token.ts');
  const stack = await readStack(name);
  return withStackConnection(stack, async (connection) =>
    work({ url: stack.callbackUrl, token: await readToken(stack), connection }),
  );
}
