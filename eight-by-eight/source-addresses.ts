/**
 * The source addresses of the vendor's messaging webhooks by platform region, from its developer documentation of
 * 13 October 2025. Compare them with the vendor's current list before you use them: receipts from other addresses are
 * refused.
 */
export const VENDOR_ADDRESSES = {
  /** Asia Pacific. */
  '8x8:apac': ['52.220.117.120', '52.220.109.9', '18.136.13.204'],
  /** Indonesia. */
  '8x8:id': ['34.101.157.207', '34.101.215.77', '34.34.217.244', '34.101.109.67'],
  /** Europe. */
  '8x8:eu': ['34.142.20.188', '34.142.64.178', '34.39.69.103', '34.39.114.155'],
  /** North America. */
  '8x8:na': ['50.112.250.190', '100.21.170.42', '52.10.10.63'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
