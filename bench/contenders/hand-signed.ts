import { createHash, createHmac } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { itemOf, type PostedReceipt, recorded } from './item.ts';

/**
 * The floor: Node without packages, with a request that is signed by hand. Do not use it: it does not retry, refresh
 * credentials or distinguish errors.
 */

const region = process.env.AWS_REGION ?? '';
const endpoint = new URL(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? `https://dynamodb.${region}.amazonaws.com`);
const [request, agent] =
  endpoint.protocol === 'https:'
    ? [httpsRequest, new HttpsAgent({ keepAlive: true })]
    : [httpRequest, new HttpAgent({ keepAlive: true })];

export const handler = async (event: APIGatewayProxyEventV2) => {
  const receipt = JSON.parse(event.body ?? '') as PostedReceipt;
  const item = itemOf(receipt, new Date());
  await putItem(JSON.stringify({ TableName: process.env.RECEIPTS_TABLE, Item: attributeMap(item) }));
  return recorded(receipt.payload.umid);
};

function putItem(body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request(endpoint, { method: 'POST', agent, headers: signedHeaders(body) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(Buffer.concat(chunks).toString())),
      );
    })
      .on('error', reject)
      .end(body);
  });
}

/** AWS Signature Version 4. */
function signedHeaders(body: string): Record<string, string> {
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/dynamodb/aws4_request`;
  const signed: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.0',
    host: endpoint.host,
    'x-amz-date': time,
    ...(process.env.AWS_SESSION_TOKEN && { 'x-amz-security-token': process.env.AWS_SESSION_TOKEN }),
    'x-amz-target': 'DynamoDB_20120810.PutItem',
  };
  const names = Object.keys(signed).join(';');
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ['POST', '/', '', lines.join(''), names, sha256(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${process.env.AWS_SECRET_ACCESS_KEY}`);
  const signature = hmac(key, toSign).toString('hex');
  return {
    ...signed,
    authorization: `AWS4-HMAC-SHA256 Credential=${process.env.AWS_ACCESS_KEY_ID}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** DynamoDB's JSON, without undefined attributes. */
function attributeMap(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, attributeValue(value)]),
  );
}

function attributeValue(value: unknown): object {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  return Array.isArray(value) ? { L: value.map(attributeValue) } : { M: attributeMap(value as object) };
}
