/**
 * Begins the sub-account of the made-up messages of `receipts send`. The vendor allows no colon in a sub-account, so a receipt
 * of the vendor never looks like one of them.
 */
export const TEST_SUB_ACCOUNT_PREFIX = 'test:';

/** The sub-account of the test receipts of the probe and of `receipts check`. */
export const PROBE_SUB_ACCOUNT = `${TEST_SUB_ACCOUNT_PREFIX}probe`;

interface OfSubAccount {
  readonly subAccountId?: string | undefined;
}

/** Whether the message was made up, so that its times say nothing about the vendor. */
export function isTestMessage({ subAccountId }: OfSubAccount): boolean {
  return subAccountId?.startsWith(TEST_SUB_ACCOUNT_PREFIX) ?? false;
}

/** Whether the message only proves that receipts are recorded. It is not counted as a receipt, and has no event. */
export function isProbeMessage({ subAccountId }: OfSubAccount): boolean {
  return subAccountId === PROBE_SUB_ACCOUNT;
}
