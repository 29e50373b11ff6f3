import { probeReceipt } from './probe-receipt.ts';

/** Longer than the receive function takes to answer, with a cold start. The probe function's time-out must be longer. */
const TIMEOUT_MS = 10_000;

/** One log line of a probe that passed. Lambda logs the error of one that failed. */
export interface ProbeLog {
  readonly outcome: 'passed';
  readonly umid: string;
  readonly durationMs: number;
}

export interface ProbeDependencies {
  /** The public address of the endpoint. */
  readonly url: string;
  readonly readToken: () => Promise<string>;
  readonly newUmid: () => string;
  readonly now: () => Date;
  readonly log: (line: ProbeLog) => void;
}

/** A test receipt was not recorded. The message says what was answered, without personal data. */
class ProbeError extends Error {
  override readonly name = 'ProbeError';
}

/**
 * The handler of the schedule: posts a test receipt through the public address as the vendor does. Proves name, certificate,
 * endpoint, token, function and table.
 *
 * @throws ProbeError if the receipt was not recorded, so that the function's error metric counts it
 */
export function createProbe({ url, readToken, newUmid, now, log }: ProbeDependencies): () => Promise<void> {
  return async () => {
    const beganAt = now();
    const umid = newUmid();
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${await readToken()}`, 'content-type': 'application/json' },
      body: JSON.stringify(probeReceipt(umid, beganAt)),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new ProbeError(`${new URL(url).host} did not answer: ${reasonOf(error)}.`);
    });
    const problem = await problemOf(response);
    if (problem !== undefined) throw new ProbeError(`The test receipt ${umid} ${problem}`);
    log({ outcome: 'passed', umid, durationMs: now().getTime() - beganAt.getTime() });
  };
}

async function problemOf(response: Response): Promise<string | undefined> {
  const { status } = response;
  const { outcome } = (await response.json().catch(() => ({}))) as { outcome?: unknown };
  if (outcome === 'recorded') return undefined;
  if (outcome === 'queued') return 'is in the fallback queue, because DynamoDB did not take it.';
  if (status === 401) return 'was answered 401: the endpoint does not accept the token in the secret.';
  return `was answered ${status}, and should be recorded.`;
}

/** A code such as ENOTFOUND or CERT_HAS_EXPIRED. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as Error;
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? name;
}
