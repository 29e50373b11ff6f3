import { CliError, describeError } from '../../toolbox/errors.ts';

const TIMEOUT_MS = 10_000;

export interface Answer {
  readonly status: number;
  /** Of a redirect, which is not followed: every address that this tool asks is one that the stack or its provider names. */
  readonly location: URL | undefined;
  readonly text: string;
  /** How long it took. */
  readonly ms: number;
}

/** @throws CliError if there is no answer */
export async function get(url: string | URL): Promise<Answer> {
  const start = performance.now();
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    const location = response.headers.get('location');
    return {
      status: response.status,
      location: location === null ? undefined : new URL(location, url),
      text,
      ms: Math.round(performance.now() - start),
    };
  } catch (error) {
    // An error of fetch has the one of the connection as its cause
    const reason = describeError(error instanceof Error && error.cause !== undefined ? error.cause : error);
    throw new CliError(`${new URL(url).origin} does not answer. ${reason}`);
  }
}
