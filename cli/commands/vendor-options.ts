import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { credentialProblem } from '../../eight-by-eight/credential.ts';
import { ACCOUNT_ID, SUB_ACCOUNT_ID } from '../../eight-by-eight/ids.ts';
import { API_URL_VARIABLE, apiUrlOf, oldApiUrl, REGIONS, type Region } from '../../eight-by-eight/regions.ts';
import type { VendorCall } from '../../eight-by-eight/vendor-api.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { CliError, UsageError } from '../../toolbox/errors.ts';
import { askSecret } from '../terminal/ask.ts';

const API_KEY_VARIABLE = 'EIGHT_BY_EIGHT_API_KEY';
export const ACCOUNT_VARIABLE = 'EIGHT_BY_EIGHT_ACCOUNT_ID';

export const accountOption = () =>
  new Option('--account <id>', 'id of the 8x8 account').env(ACCOUNT_VARIABLE).argParser((text) => {
    if (ACCOUNT_ID.test(text)) return text;
    throw new InvalidArgumentError('It must have 32 hexadecimal digits, dashes allowed; 8x8 Connect shows it.');
  });

/** @throws UsageError that says where the id is, and how to give it */
export function requireAccount(account: string | undefined): string {
  if (account !== undefined) return account;
  throw new UsageError(
    `The id of the 8x8 account is needed, which 8x8 Connect shows: set ${ACCOUNT_VARIABLE}, or add --account.`,
  );
}

export const subAccountOption = () =>
  new Option('--sub-account <id>', 'the sub-account; * is the whole account').argParser((text) => {
    if (text === '*' || SUB_ACCOUNT_ID.test(text)) return text;
    throw new InvalidArgumentError('It must be the id of a sub-account (3 to 50 letters, digits, or . _ & -), or *.');
  });

export const vendorRegionOption = () =>
  new Option('--vendor-region <region>', 'platform region of the 8x8 account')
    .choices(REGIONS)
    .default('apac' as Region);

export const API_KEY_HELP = `
The API key of 8x8 is read from ${API_KEY_VARIABLE}; without that, the command asks for it. Neither the key nor
the token is ever shown. ${API_URL_VARIABLE} overrides the address of 8x8's API.
`;

/** The webhooks configuration API of the account, with the key from the environment or from a prompt. */
export async function openWebhooksApi(accountId: string, region: Region): Promise<WebhooksApi> {
  const apiKey = await readApiKey();
  const { webhooksApi } = await import('../../eight-by-eight/webhooks-api.ts');
  return webhooksApi({ url: apiUrlOf(region), oldApiUrl: oldApiUrl(), apiKey, accountId });
}

/** The vendor's other APIs, with the same key. */
export async function openVendorApi(region: Region): Promise<VendorCall> {
  const apiKey = await readApiKey();
  const { vendorApi } = await import('../../eight-by-eight/vendor-api.ts');
  return vendorApi({ url: apiUrlOf(region), apiKey });
}

/**
 * @param given - the key, if the command has read it already
 * @throws CliError if no request can carry it
 */
export async function readApiKey(given = process.env[API_KEY_VARIABLE]): Promise<string> {
  const apiKey = given?.trim() || (await askSecret('The API key of 8x8', API_KEY_VARIABLE));
  const problem = credentialProblem(apiKey);
  if (problem !== undefined) throw new CliError(`The API key of 8x8 (${API_KEY_VARIABLE}) ${problem}`);
  return apiKey;
}
