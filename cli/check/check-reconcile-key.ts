import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { exportApi, requireAccess } from '../../eight-by-eight/export-api.ts';
import { apiUrlOf, type Region } from '../../eight-by-eight/regions.ts';
import { vendorApi } from '../../eight-by-eight/vendor-api.ts';
import { readVendorApiKey } from '../../lambda/reconcile/vendor-api-key.ts';
import { awsConfig } from '../deployment/aws.ts';
import type { Stack } from '../deployment/stack.ts';
import { type Finding, ok } from './check-result.ts';
import { ask } from './run-checks.ts';

/** Checks whether the reconciler has an API key, and whether 8x8 accepts it for each of its sub-accounts. */
export async function checkReconcileKey(secretId: string, { settings }: Pick<Stack, 'settings'>): Promise<Finding> {
  const apiKey = await ask('secretsmanager:GetSecretValue', new SecretsManagerClient(awsConfig()), (client) =>
    readVendorApiKey(client, secretId),
  );
  const subAccounts = settings?.reconcileSubAccounts?.split(',') ?? [];
  if (subAccounts.length === 0) return ok('stored; the stack does not publish its sub-accounts, so 8x8 was not asked');
  const call = vendorApi({ url: apiUrlOf((settings?.reconcileRegion ?? 'apac') as Region), apiKey });
  for (const subAccount of subAccounts) await requireAccess(exportApi(call, subAccount));
  return ok(`stored, and accepted by 8x8 from this machine, for ${subAccounts.join(', ')}`);
}
