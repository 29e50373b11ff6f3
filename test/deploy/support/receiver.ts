import { createHash } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../../toolbox/dynamodb-client.ts';
import { type Body, sampleReceipt } from '../../fixtures/samples.ts';
import { type Outputs, receiptsUrl } from './deployment.ts';
import type { Emulator } from './emulator.ts';
import { eventually } from './eventually.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: unknown;
}

/** The deployed receiver, as the vendor and support staff use it. */
export interface DeployedReceiver {
  readonly token: string;
  readonly url: string;
  readonly dynamoDb: DynamoDBDocumentClient;
  /** Posts a body, with the token unless the headers override it. */
  post(body: string | object, headers?: Record<string, string>, query?: string): Promise<Answer>;
  /** The item of a message, or undefined if there is none. */
  itemOf(umid: string): Promise<Record<string, Body> | undefined>;
  /** The item of a body in the set-aside table. */
  setAsideOf(body: string): Promise<Record<string, Body> | undefined>;
  close(): void;
}

/** Waits until the receiver answers. */
export async function deployedReceiver(emulator: Emulator, outputs: Outputs): Promise<DeployedReceiver> {
  const token = await tokenOf(emulator, outputs);
  const url = receiptsUrl(emulator, outputs);
  const dynamoDb = documentClient(emulator.clientConfig);
  const get = async (TableName: string, Key: Record<string, string>) =>
    (await dynamoDb.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  const post: DeployedReceiver['post'] = async (body, headers = {}, query = '') => {
    const response = await fetch(url + query, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    return {
      status: response.status,
      contentType: response.headers.get('content-type'),
      body: JSON.parse(await response.text()),
    };
  };
  // A cold start on a busy machine may leave too little time to record a body, which is then queued
  await eventually(
    () => post('', { authorization: 'Bearer wrong' }),
    ({ status }) => status === 401,
  );
  return {
    token,
    url,
    dynamoDb,
    post,
    itemOf: (umid) => get(outputs.ReceiptsTableName, { umid }),
    setAsideOf: (body) => get(outputs.SetAsideTableName, { id: createHash('sha256').update(body).digest('hex') }),
    close: () => dynamoDb.destroy(),
  };
}

async function tokenOf(emulator: Emulator, { TokenSecretArn }: Outputs): Promise<string> {
  const client = new SecretsManagerClient(emulator.clientConfig);
  try {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: TokenSecretArn }));
    return SecretString;
  } finally {
    client.destroy();
  }
}

/** The sample receipt for another message. */
export function receiptOf(umid: string, status: object = { state: 'sent', timestamp: '2026-01-01T00:00:00Z' }): Body {
  return sampleReceipt((body) => {
    body.payload.umid = umid;
    body.payload.status = status;
  });
}
