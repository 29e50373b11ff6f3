import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { receiptItem } from '../support/items.ts';
import { writeItems } from '../support/sent-messages.ts';
import { useDeployment } from './support/deployment.ts';
import { ARCHIVE_OUTPUTS } from './support/fake-stack.ts';

const MINUTE_MS = 60_000;
const US = '+12025550293';
const FR = '+33639980000';

describe('receipts overdue', () => {
  const deployed = useDeployment();
  beforeAll(async () => {
    let number = 0;
    const messageOf = (minutesAgo: number, fields: Partial<ReceiptItem>): ReceiptItem => {
      number += 1;
      const time = new Date(Date.now() - minutesAgo * MINUTE_MS).toISOString();
      const umid = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
      const { detail: _, ...sent } = { ...receiptItem(), state: 'sent', terminal: false };
      return { ...sent, umid, firstReceivedAt: time, expiresAt: 4_000_000_000, ...fields };
    };
    const atOperator = { state: 'delivered', detail: 'delivered_to_operator' };
    await writeItems(deployed.tables.client, deployed.tables.receiptsTable, [
      messageOf(20, { destination: US, source: 'ACME' }),
      messageOf(90, { destination: US, source: 'ACME', ...atOperator }),
      messageOf(90, { destination: US, source: 'ACME', state: 'delivered' }),
      messageOf(30, { destination: FR, source: '8x8' }),
      // Too new, and so old that no receipt comes any more
      messageOf(5, { destination: FR, source: '8x8' }),
      messageOf(49 * 60, { destination: FR, source: '8x8' }),
    ]);
  });

  const rowsOf = async (...options: string[]) => {
    const { stdout } = await deployed.runHere(['overdue', ...options, '--json']);
    return JSON.parse(stdout).rows;
  };
  const acme = { country: 'US', source: 'ACME', open: 2, messages: 3 };
  const french = { country: 'FR', source: '8x8', open: 1, messages: 1 };

  test('counts open messages by country and sender', async () => {
    expect(await rowsOf()).toEqual([acme, french]);
    expect(await rowsOf('--older-than', '1h')).toEqual([{ ...acme, open: 1, messages: 2 }]);
  });

  test('leaves out countries that never confirm, by the setting or the option', async () => {
    expect(await rowsOf('--except', 'us')).toEqual([french]);
    deployed.stack.outputs.Settings = JSON.stringify({ unconfirmedCountries: 'FR,VN' });
    expect(await rowsOf()).toEqual([acme]);
    expect(await rowsOf('--except', 'none')).toEqual([acme, french]);
    const { stdout } = await deployed.runHere(['overdue', '--except', 'US,FR']);
    expect(stdout).toMatch(/^No message is overdue\.\n\n {2}Without US, FR, which never confirm\.\n$/);
  });

  test('shows a table', async () => {
    const { stdout } = await deployed.runHere(['overdue', '--except', 'none']);
    expect(stdout).toMatch(/country +source +open +of all\n {2}US +ACME +2 +66\.7 % +█/);
  });

  describe('of a stack with an archive', () => {
    beforeAll(() => {
      const { outputs, operations } = deployed.stack;
      Object.assign(outputs, {
        Settings: '{}',
        ...ARCHIVE_OUTPUTS,
      });
      const rowOf = (values: readonly (string | undefined)[]) => ({
        Data: values.map((VarCharValue) => ({ VarCharValue })),
      });
      const rows = [
        ['by_country', 'by_source', 'grouping_set', 'messages', 'delivered', 'failed'],
        ['SG', undefined, '0', '5', '3', '1'],
        [undefined, undefined, '3', '5', '3', '1'],
      ];
      operations.StartQueryExecution = () => ({ QueryExecutionId: '1' });
      operations.GetQueryExecution = () => ({ QueryExecution: { Status: { State: 'SUCCEEDED' } } });
      operations.GetQueryResults = () => ({ ResultSet: { Rows: rows.map(rowOf) } });
    });

    test('asks it, and says if it has no senders', async () => {
      const { stdout, stderr } = await deployed.runHere(['overdue', '--json']);
      expect(JSON.parse(stdout).rows).toEqual([{ country: 'SG', source: null, open: 1, messages: 5 }]);
      expect(stderr).toMatch(/^Asks Athena in the workgroup SmsReceipts\..*\nThe archive has no senders: .*\n$/);
    });

    test('reads the table with --table', async () => {
      expect(await rowsOf('--table')).toEqual([acme, french]);
    });
  });
});
