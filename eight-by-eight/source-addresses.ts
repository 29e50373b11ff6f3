/**
 * The addresses that the vendor's messaging webhooks come from, by platform region, as it listed them on
 * 13 October 2025 in its developer documentation. Compare with the vendor's current list before you rely on them: a
 * receipt from an address that is not listed here is refused.
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
