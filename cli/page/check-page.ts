import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PAGE_PATHS, type PageSecret } from '../../contract/page.ts';
import { pageSecret } from '../../lambda/page/page-secret.ts';
import { commandLine } from '../../toolbox/command-line.ts';
import { CliError } from '../../toolbox/errors.ts';
import { type CheckResult, type Finding, failed, ok, skipped } from '../check/check-result.ts';
import { ask, runChecks } from '../check/run-checks.ts';
import { awsConfig } from '../deployment/aws.ts';
import { checkAccess } from './check-access.ts';
import { checkClient, checkRedirectUrl, readSignIn, signInFinding, signOutFinding } from './check-provider.ts';
import { registrationOf, type StackWithPage } from './deployed-page.ts';
import { readDiscovery } from './discovery.ts';
import { get } from './request.ts';

/** Checks the page and its provider, as far as that can be done without a person who signs in. Yields each result immediately. */
export async function* checkPage(stack: StackWithPage): AsyncGenerator<CheckResult> {
  const { page, settings } = stack;
  const { redirectUrl, signOutUrl } = registrationOf(page);
  yield { check: 'stack', ...ok(`${stack.name} in ${stack.region}`) };
  yield* runChecks([['address', () => checkAddress(stack)]]);
  const secret = yield* learn('client secret', () => readSecret(page.secretId), secretFinding);
  const issuer = settings?.pageIssuer;
  if (settings === undefined || issuer === undefined) {
    yield { check: 'provider', ...skipped('another app deployed the stack, so the tool does not know the issuer') };
    return;
  }
  const discovery = yield* learn(
    'provider',
    () => readDiscovery(issuer),
    () => ok(`the discovery document of ${issuer} can be read, and names this issuer`),
  );
  yield* runChecks([['who may look', async () => checkAccess(settings, discovery)]]);
  if (discovery === undefined) return;
  const signIn = yield* learn('sign-in', () => readSignIn(stack, discovery), signInFinding);
  if (signIn !== undefined) yield* runChecks([['redirect URL', () => checkRedirectUrl(signIn, redirectUrl)]]);
  if (secret !== undefined) yield* runChecks([['client', () => checkClient(stack, discovery, secret.clientSecret)]]);
  yield { check: 'sign-out', ...signOutFinding(discovery, signOutUrl) };
}

/** A check that reads what later checks need. Returns it; undefined if it cannot be read. */
async function* learn<T>(
  check: string,
  read: () => Promise<T>,
  say: (found: T) => Finding,
): AsyncGenerator<CheckResult, T | undefined> {
  const reading = read();
  yield* runChecks([[check, async () => say(await reading)]]);
  return reading.catch(() => undefined);
}

/** Whether the page answers at its address. */
async function checkAddress({ page, settings }: StackWithPage): Promise<Finding> {
  const domain = settings?.pageDomainName;
  const remedy =
    domain === undefined
      ? ''
      : ` The name ${domain} must lead to the API of the page: see "Your own domain" in docs/page.md.`;
  try {
    const { status, ms } = await get(`${page.url}${PAGE_PATHS.health}`);
    if (status === 200) return ok(`${page.url} answers in ${ms} ms`);
    return failed(
      `${page.url}${PAGE_PATHS.health} was answered ${status}, and should be 200. Look at the log of the page, ${page.logGroup}.${remedy}`,
    );
  } catch (error) {
    throw error instanceof CliError ? new CliError(`${error.message}${remedy}`) : error;
  }
}

function readSecret(secretId: string): Promise<PageSecret> {
  return ask('secretsmanager:GetSecretValue', new SecretsManagerClient(awsConfig()), (client) =>
    pageSecret(client, secretId, Date.now)(),
  );
}

function secretFinding({ clientSecret }: PageSecret): Finding {
  if (clientSecret !== '') return ok('stored');
  return ok(
    `none: the page is a public client, which PKCE alone protects. If the provider gave you a secret: ${commandLine('page secret', {})}`,
  );
}
