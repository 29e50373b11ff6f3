import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

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

/** Posts over HTTP or HTTPS, on connections that are kept open. */
export function httpPost(url: string, { headers, timeoutMs }: HttpPostSettings): HttpPost {
  const isTls = new URL(url).protocol === 'https:';
  const agent = isTls ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const request = isTls ? httpsRequest : httpRequest;
  return {
    post: async ({ contentType, body }) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const bytes = Buffer.from(body);
        const outgoing = request(url, {
          method: 'POST',
          agent,
          signal,
          headers: { ...headers, 'content-type': contentType, 'content-length': bytes.length },
        });
        outgoing.on('response', resolve).on('error', reject).end(bytes);
      });
      return { statusCode: response.statusCode ?? 0, text: await text(response) };
    },
    close: () => agent.destroy(),
  };
}
