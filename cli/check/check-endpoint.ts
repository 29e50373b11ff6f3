import { httpPost } from '../../simulator/http-post.ts';
import type { Stack } from '../deployment/stack.ts';
import { type CheckResult, failed, ok } from './check-result.ts';

const TIMEOUT_MS = 10_000;

/** Whether the endpoint answers, and lets in nobody without the token. */
export async function checkEndpoint({ callbackUrl }: Pick<Stack, 'callbackUrl'>): Promise<Omit<CheckResult, 'check'>> {
  const { post, close } = httpPost(callbackUrl, { headers: {}, timeoutMs: TIMEOUT_MS });
  const begin = performance.now();
  const { statusCode } = await post({ contentType: 'application/json', body: '{}', at: 0 }).finally(close);
  const duration = `in ${Math.round(performance.now() - begin)} ms`;
  if (statusCode === 401) return ok(`answers ${duration}, and refuses a post without the token`);
  if (statusCode === 403)
    return ok(`answers ${duration}; it takes posts from configured addresses alone, not from here`);
  return failed(
    `A post without the token was answered ${statusCode} ${duration}, and should be 401. Look at the log of the function.`,
  );
}
