import type { ArchiveField } from '../../contract/archive.ts';

/** Where Athena finds the archive, and what it can ask there. */
export interface ArchiveNames {
  readonly workGroup: string;
  readonly database: string;
  /** Personal data that the rows have. Without `source` they have no sender. */
  readonly fields: readonly ArchiveField[];
}
