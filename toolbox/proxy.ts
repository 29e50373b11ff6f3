import { UndiciHttpHandler } from '@smithy/undici-http-handler';
import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';

/** What is on this machine, such as the tables of `npm start`, is never asked for through a proxy. */
const THIS_MACHINE = 'localhost,127.0.0.1,[::1]';
const CONNECT_TIMEOUT_MS = 5_000;
/** Longer than the longest poll of a queue, 20 seconds. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Lets `fetch` use the proxy of the environment: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in upper or lower case. */
export function proxyFetch(): void {
  setGlobalDispatcher(proxyAgent());
}

/** The same for a client of the AWS SDK, which destroys its handler with itself. */
export function proxyHandler(): UndiciHttpHandler {
  return new UndiciHttpHandler({ dispatcher: proxyAgent() });
}

/** A connection pool that uses the proxy of the environment, if it names one: {@link proxyFetch}. */
export function proxyAgent(): EnvHttpProxyAgent {
  const [httpProxy, httpsProxy] = [proxyOf('HTTP_PROXY'), proxyOf('HTTPS_PROXY')];
  const noProxy = variable('NO_PROXY') ?? '';
  return new EnvHttpProxyAgent({
    ...(httpProxy && { httpProxy }),
    ...(httpsProxy && { httpsProxy }),
    noProxy: noProxy.trim() === '*' ? '*' : `${noProxy},${THIS_MACHINE}`,
    headersTimeout: ANSWER_TIMEOUT_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  });
}

/** Many name a proxy without its scheme. */
function proxyOf(name: string): string | undefined {
  const proxy = variable(name);
  return proxy === undefined || /^\w+:\/\//.test(proxy) ? proxy : `http://${proxy}`;
}

function variable(name: string): string | undefined {
  return process.env[name.toLowerCase()] || process.env[name] || undefined;
}
