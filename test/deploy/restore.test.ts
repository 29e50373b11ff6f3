import { randomUUID } from 'node:crypto';
import { RestoreTableToPointInTimeCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { deployedStack } from './support/deployed-stack.ts';
import { deploy } from './support/deployment.ts';
import { receiptOf } from './support/receiver.ts';

const RESTORED = 'restored';
/** Without what takes time and has nothing to do with tables. */
const SETTINGS = { alarms: 'off', dashboard: 'off' };

const stack = deployedStack(SETTINGS);

test('a table that was restored to a point in time is put into use, and the other stays in the account', async () => {
  const { emulator, outputs, receiver } = stack;
  const { dynamoDb, post } = receiver;
  const umid = randomUUID();
  const stateIn = async (TableName: string) =>
    (await dynamoDb.send(new GetCommand({ TableName, Key: { umid }, ConsistentRead: true }))).Item?.state;
  await post(receiptOf(umid));

  const SourceTableName = outputs.ReceiptsTableName;
  const restore = { SourceTableName, TargetTableName: RESTORED, UseLatestRestorableTime: true };
  await dynamoDb.send(new RestoreTableToPointInTimeCommand(restore));
  await waitUntilTableExists({ client: dynamoDb, maxWaitTime: 30 }, { TableName: RESTORED });
  const { outputs: after } = await deploy(emulator, { ...SETTINGS, existingReceiptsTable: RESTORED });
  expect([after.ReceiptsTableName, after.CallbackUrl]).toEqual([RESTORED, outputs.CallbackUrl]);

  const delivered = receiptOf(umid, { state: 'delivered', timestamp: '2026-01-01T00:00:05Z' });
  expect(await post(delivered)).toMatchObject({ status: 200, body: { outcome: 'recorded' } });
  expect([await stateIn(SourceTableName), await stateIn(RESTORED)]).toEqual(['sent', 'delivered']);
});
