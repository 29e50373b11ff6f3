import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionsCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { Emulator } from './emulator.ts';

/**
 * Changes environment variables of a deployed function, given by the name of its construct: publishes a version, and moves
 * the alias that callers use. Returns the variables before.
 *
 * @param change - returns the variables to add or replace
 */
export async function changeVariables(
  emulator: Emulator,
  construct: string,
  change: (before: Readonly<Record<string, string>>) => Record<string, string>,
): Promise<Readonly<Record<string, string>>> {
  const client = new LambdaClient(emulator.clientConfig);
  try {
    const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
    const FunctionName = Functions.find(({ FunctionName: name }) => name?.includes(construct))?.FunctionName ?? '';
    const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const before = Environment?.Variables ?? {};
    const Variables = { ...before, ...change(before) };
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 30 }, { FunctionName });
    const { Version } = await client.send(new PublishVersionCommand({ FunctionName }));
    await client.send(new UpdateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: Version }));
    return before;
  } finally {
    client.destroy();
  }
}
