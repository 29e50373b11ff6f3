/**
 * The process that `start-page.ts` starts. Its arguments are the endpoint of a DynamoDB and a port. It serves the page on
 * 127.0.0.1 and reports the port, or why it cannot.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localConfig } from '../../toolbox/dynamodb-client.ts';
import { isLocalHost } from '../../toolbox/loopback.ts';
import type { Report } from './start-page.ts';

const [endpoint = '', port] = process.argv.slice(2);

// The end of the parent closes the channel; the parent may have ended before this line
process.once('disconnect', () => process.exit());
if (!process.connected) process.exit();

process.send?.(await serve());

async function serve(): Promise<Report> {
  try {
    const admin = await import('dynamodb-admin');
    const page = admin.createServer({ dynamoDbClient: new DynamoDBClient(localConfig(endpoint)) });
    const server = createServer((request, response) => {
      if (isLocalHost(request.headers.host)) page(request, response);
      else response.writeHead(421).end('Open this page at http://127.0.0.1 or http://localhost.');
    }).listen(Number(port), '127.0.0.1');
    await once(server, 'listening');
    return { port: (server.address() as AddressInfo).port };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      return { fault: `TABLES_PORT ${port} is in use` };
    }
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
