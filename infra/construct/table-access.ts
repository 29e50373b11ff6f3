import type { Duration } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { ENVIRONMENT } from '../../contract/environment.ts';
import type { Permission } from './bundled-function.ts';

/** Props of a function that records receipts and sets bodies aside. */
export interface TableAccessProps {
  readonly receiptsTable: ITableV2;
  readonly setAsideTable: ITableV2;
  /** How long items are kept, in whole days. */
  readonly retention: Duration;
  /** How long set-aside bodies are kept, in whole days. */
  readonly setAsideRetention: Duration;
  /** Whether to log the price of each message once. */
  readonly logPrices: boolean;
}

export function tableEnvironment(props: TableAccessProps): Record<string, string> {
  return {
    [ENVIRONMENT.receiptsTable]: props.receiptsTable.tableName,
    [ENVIRONMENT.setAsideTable]: props.setAsideTable.tableName,
    [ENVIRONMENT.retentionDays]: `${props.retention.toDays()}`,
    [ENVIRONMENT.setAsideRetentionDays]: `${props.setAsideRetention.toDays()}`,
    [ENVIRONMENT.logPrices]: `${props.logPrices}`,
  };
}

export function tablePermissions({ receiptsTable, setAsideTable }: TableAccessProps): Permission[] {
  return [
    { sid: 'Record', actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'], resources: [receiptsTable.tableArn] },
    { sid: 'SetAside', actions: ['dynamodb:UpdateItem'], resources: [setAsideTable.tableArn] },
  ];
}
