import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { putFirstRelease, umidOf } from '../fixtures/first-release.ts';
import { useDeployment } from './support/deployment.ts';

describe('what the first release wrote', () => {
  const deployed = useDeployment();
  beforeAll(async () => {
    await putFirstRelease(deployed.tables);
  });

  test('receipts get shows a message', async () => {
    const { code, stderr, stdout } = await deployed.runHere(['get', umidOf(1)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('  undelivered, rejected_by_operator, Invalid destination (error 15)\n');
    expect(stdout).toContain('  price              0.0375 USD (3 x 0.0125)\n');
    expect(stdout.match(/^ {2}22 Nov 2026, 07:59.*$/gm)).toEqual([
      '  22 Nov 2026, 07:59:50 UTC           queued',
      '  22 Nov 2026, 07:59:51      +1.25 s  sent',
      '  22 Nov 2026, 07:59:52      +1.25 s  delivered, delivered_to_operator',
      '  22 Nov 2026, 07:59:53      +1.1 s   undelivered, rejected_by_operator, Invalid destination (error 15)',
    ]);
    expect(stdout).toContain('kept until 2036-11-19');
  });

  test('receipts set-aside list shows the bodies', async () => {
    const { code, stdout } = await deployed.runHere(['set-aside', 'list']);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(1, 5)).toEqual([
      '  7e84ac13f067  invalid        1      22 Nov 2026, 08:00:14  the body is not UTF-8',
      '  3c53df078eb9  invalid        1      22 Nov 2026, 08:00:13  /payload/status/timestamp is required',
      '  7ae098c74c68  other_webhook  1      22 Nov 2026, 08:00:12',
      '  ca631265fc95  other_webhook  2      22 Nov 2026, 08:00:11',
    ]);
  });

  test('receipts set-aside replay records a body that this release can read, and keeps the others', async () => {
    const { code, stdout, stderr } = await deployed.runHere(['set-aside', 'replay', '--all', '--yes']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toEqual(['  2  kept: invalid', '  1  recorded', '  1  kept: other_webhook']);
    const { receiptsTable: TableName, client } = deployed.tables;
    const { Item } = await client.send(new GetCommand({ TableName, Key: { umid: umidOf(4) } }));
    expect(Item).toMatchObject({ state: 'sent' });
  });
});
