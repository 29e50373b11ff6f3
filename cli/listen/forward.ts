import { isIPv4 } from 'node:net';
import type { ReceiverEvent } from '../../contract/events.ts';

const TIMEOUT_MS = 10_000;

/** Whether the address is one of this machine: events may not leave it. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
}

/** Posts an event as JSON. Resolves with what became of it, in words: the status code, or why there is none. */
export async function forward(event: ReceiverEvent, url: string): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
      // It could lead away from this machine
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return String(response.status);
  } catch (error) {
    const { cause, message, name } = error as Error & { cause?: { code?: string; message?: string } };
    return name === 'TimeoutError' ? 'no answer in 10 s' : (cause?.code ?? cause?.message ?? message);
  }
}
