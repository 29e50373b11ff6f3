import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Loaded into a process of the tool: its requests to the endpoint of a stack, whose host exists on AWS alone, go to the
 * emulator. HTTPS, which the emulator does not serve, is refused.
 */
const { EMULATOR_ENDPOINT } = process.env;
const request = http.request;

http.request = (address, ...rest) => {
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  const [, apiId] = /^(\w+)\.execute-api\./.exec(url?.hostname ?? '') ?? [];
  if (url === undefined || apiId === undefined) return request(address, ...rest);
  return request(`${EMULATOR_ENDPOINT}/_aws/execute-api/${apiId}${url.pathname}${url.search}`, ...rest);
};
https.request = (address) => {
  throw new Error(`A test must not call ${address}.`);
};
syncBuiltinESMExports();
