/**
 * The process that `start-page.ts` starts, with the endpoint of a DynamoDB and a port for its arguments: serves the
 * page on 127.0.0.1, and tells the port that it got, or the error that kept it from that.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localConfig } from '../../cli/deployment/dynamodb-client.ts';
import { isLocalHost } from '../../cli/ui/local-host.ts';
import type { Report } from './report.ts';

const [endpoint = '', port] = process.argv.slice(2);

// However the run ends, its end closes the channel; it may have ended before this line
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
