import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../support/listen.ts';
import type { Emulator } from './emulator.ts';

/**
 * Passes requests to the emulator's Athena, whose engine is DuckDB: it has another name for approximate percentiles. All other
 * functions of the queries have the same names.
 */
export async function athenaInDuckDb({ endpoint }: Emulator): Promise<{ endpoint: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const body = (await text(request)).replaceAll('approx_percentile', 'approx_quantile');
    const { host: _, 'content-length': __, connection: ___, ...headers } = request.headers;
    const answer = await fetch(endpoint, { method: 'POST', headers: headers as Record<string, string>, body });
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(await answer.text());
  });
  return listen(server);
}
