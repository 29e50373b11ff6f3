import type { ReceiverEvent } from '../../contract/events.ts';

const TIMEOUT_MS = 10_000;

/** Posts an event as JSON. Resolves with the status code, or with the reason why there is none. */
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
