import type { Report, ReportQuery } from '../../report/report.ts';

/** Answers the queries of the page. */
export type ReadReports = (queries: readonly ReportQuery[]) => Promise<ReadAnswer>;

export interface ReadAnswer {
  /** One for each query. */
  readonly reports: readonly Report[];
  /** What was read, such as `the receipts table`. */
  readonly origin: string;
  /** Whether it is only a part, so that counts are too low. */
  readonly isPart: boolean;
}
