// Loaded into a function on the emulator, and into the tool: requests to the page and to the Cognito of AWS go to the emulator,
// as if that were behind their hosts and TLS.
import { request } from 'node:http';
import { Readable } from 'node:stream';

const { fetch } = globalThis;
const HOSTS = /^(cognito-idp\.[\w-]+\.amazonaws\.com|[\w-]+\.receipts\.test)$/;

globalThis.fetch = (address, init = {}) => {
  const { hostname, pathname, search } = new URL(address);
  if (!HOSTS.test(hostname)) return fetch(address, init);
  // `fetch` sets the header `Host` itself
  const headers = { ...Object.fromEntries(new Headers(init.headers)), host: hostname, 'x-forwarded-proto': 'https' };
  if (init.body instanceof URLSearchParams) headers['content-type'] = 'application/x-www-form-urlencoded';
  return new Promise((resolve, reject) => {
    const { method = 'GET', body = '', signal } = init;
    request(process.env.AWS_ENDPOINT_URL + pathname + search, { method, headers, signal }, (answer) => {
      resolve(new Response(Readable.toWeb(answer), { status: answer.statusCode, headers: answer.headers }));
    })
      .on('error', reject)
      .end(String(body));
  });
};
