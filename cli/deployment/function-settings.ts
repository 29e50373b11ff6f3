import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { CliError } from '../../toolbox/errors.ts';
import { awsConfig, withClient } from './aws.ts';

export interface FunctionSettings {
  /** Days that an item is kept after its newest recorded status. */
  readonly retentionDays: number;
  /** Hours for which the previous token is accepted after a new one was stored. */
  readonly tokenOverlapHours: number;
}

/** Reads settings from the environment of the deployed function. */
export async function readFunctionSettings(functionName: string): Promise<FunctionSettings> {
  const configuration = await withClient(new LambdaClient(awsConfig()), (client) =>
    client.send(new GetFunctionConfigurationCommand({ FunctionName: functionName })),
  );
  const variables = configuration.Environment?.Variables ?? {};
  const positive = (name: string): number => {
    const value = Number(variables[name] || Number.NaN);
    if (!(value > 0)) throw new CliError(`The function ${functionName} has no ${name}. Deploy the stack again.`);
    return value;
  };
  return {
    retentionDays: positive(ENVIRONMENT.retentionDays),
    tokenOverlapHours: positive(ENVIRONMENT.tokenOverlapHours),
  };
}
