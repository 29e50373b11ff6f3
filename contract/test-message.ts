/**
 * Begins the sub-account of the made-up messages of `receipts send`. The vendor allows no colon in a sub-account, so a receipt
 * of the vendor never looks like one of them.
 */
export const TEST_SUB_ACCOUNT_PREFIX = 'test:';

/** Whether the message was made up, so that its times say nothing about the vendor. */
export function isTestMessage({ subAccountId }: { readonly subAccountId?: string | undefined }): boolean {
  return subAccountId?.startsWith(TEST_SUB_ACCOUNT_PREFIX) ?? false;
}
