/** What Athena needs to know of the archive. */
export interface ArchiveNames {
  readonly workGroup: string;
  readonly database: string;
}
