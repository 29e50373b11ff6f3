import { request } from 'undici';
import { proxyAgent } from './proxy.ts';

export interface Answer {
  readonly statusCode: number;
  /** The body of the answer. */
  readonly text: string;
}

/** Posts a body. Rejects if no answer arrives: connection error, time-out. */
export type Post = (body: { readonly contentType: string; readonly body: string }) => Promise<Answer>;

export interface HttpPostSettings {
  /** Headers such as `Authorization`. Each body sets its content type. */
  readonly headers: Readonly<Record<string, string>>;
  /** Time-out of a post in milliseconds. */
  readonly timeoutMs: number;
}

export interface HttpPost {
  readonly post: Post;
  /** Closes the connections that are kept open. */
  close(): void;
}

/** Posts over HTTP or HTTPS, on connections that are kept open, through the proxy of the environment if there is one. */
export function httpPost(url: string, { headers, timeoutMs }: HttpPostSettings): HttpPost {
  const dispatcher = proxyAgent();
  return {
    post: async ({ contentType, body }) => {
      const answer = await request(url, {
        dispatcher,
        method: 'POST',
        headers: { ...headers, 'content-type': contentType },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { statusCode: answer.statusCode, text: await answer.body.text() };
    },
    close: () => void dispatcher.destroy(),
  };
}
