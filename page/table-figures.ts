import type { TableConnection } from '../lookup/table-connection.ts';
import type { ReadFigures } from './operations.ts';
import { tableActivity } from './table-activity.ts';
import { tableOperations } from './table-operations.ts';

/** Reads the figures of local tables, by scans. */
export function tableFigures(connection: TableConnection): ReadFigures {
  return {
    readActivity: (now) => tableActivity(connection, now),
    readOperations: (now) => tableOperations(connection, now),
  };
}
