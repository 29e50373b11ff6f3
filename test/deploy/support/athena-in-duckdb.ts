import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../support/listen.ts';
import type { Emulator } from './emulator.ts';

/**
 * Passes requests to the emulator's Athena, whose engine is DuckDB: it has no `approx_percentile`, so that an exact percentile
 * takes its place. All other functions of the queries have the same names.
 */
export async function athenaInDuckDb({ endpoint }: Emulator): Promise<{ endpoint: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const body = (await text(request)).replace(/approx_percentile\((\w+), ([\d.]+)\)/g, exactPercentile);
    const { host: _, 'content-length': __, connection: ___, ...headers } = request.headers;
    const answer = await fetch(endpoint, { method: 'POST', headers: headers as Record<string, string>, body });
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(await answer.text());
  });
  return listen(server);
}

function exactPercentile(_: string, column: string, share: string): string {
  const sorted = `list_sort(list(${column}) FILTER (${column} IS NOT NULL))`;
  return `list_extract(${sorted}, CAST(floor(${share} * (count(${column}) - 1)) AS bigint) + 1)`;
}
