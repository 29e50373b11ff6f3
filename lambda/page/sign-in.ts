import { PAGE_PATHS } from '../../contract/page.ts';
import type { Door } from '../../page/door.ts';
import { html } from '../../page/html.ts';
import { localAddress } from '../../page/local-address.ts';
import type { PageApp, PageContext, Pages } from '../../page/pages.ts';
import type { Problem } from '../../page/views/problem.ts';
import { type Access, type Claims, emailOf, viewerOf } from './allowed.ts';
import type { Cookies } from './cookies.ts';
import type { Provider } from './provider.ts';
import { type SignInFault, signInFault } from './sign-in-fault.ts';

/** What the function logs beside the looks. */
export interface SignInLog {
  /** `failed` if those who run the page must act. */
  readonly outcome: 'refused' | 'not_allowed' | 'failed';
  /** Code of a fault, or name of an error. */
  readonly reason?: string;
  readonly subject?: string;
  readonly email?: string;
}

export interface SignInParts {
  /** The public address of the page, without a slash at its end. */
  readonly pageUrl: string;
  readonly provider: Provider;
  readonly access: Access;
  readonly cookies: Cookies;
  readonly log: (line: SignInLog) => void;
}

/** Longer addresses are left out, because they are kept in a cookie until the person has signed in. */
const MAX_RETURN_LENGTH = 400;
const OWN_PATHS: ReadonlySet<string> = new Set(Object.values(PAGE_PATHS));

const NOT_BEGUN_HERE: Problem = {
  title: 'This browser did not begin this sign-in',
  text: 'The sign-in began in another browser or more than ten minutes ago, or the browser keeps no cookies.',
  advice: [
    html`<a href="${PAGE_PATHS.signIn}">Sign in</a>.`,
    html`If you did not want to sign in, close this page: somebody may have sent you a link to sign in with their account.`,
  ],
};

/** The routes that are open to everybody: to sign in and out at the provider, and to see whether the function answers. */
export function addSignIn(
  app: PageApp,
  pages: Pages,
  { pageUrl, provider, access, cookies, log, record }: SignInParts & Pick<Door, 'record'>,
): void {
  app.get(PAGE_PATHS.signIn, async (c) => {
    const started = await provider.startSignIn().catch(signInFault);
    if ('problem' in started) return refuse(c, started);
    await cookies.startAttempt(c, { ...started.checks, to: returnPath(c.req.query('to')) });
    return c.redirect(started.url.href, 302);
  });

  app.get(PAGE_PATHS.callback, async (c) => {
    const attempt = await cookies.endAttempt(c, c.req.query('state') ?? '');
    if (attempt === undefined) return pages.showProblem(c, 400, NOT_BEGUN_HERE);
    const signedIn = await provider.finishSignIn(new URL(c.req.url).search, attempt).catch(signInFault);
    if ('problem' in signedIn) return refuse(c, signedIn);
    const { claims, idToken } = signedIn;
    const viewer = viewerOf(claims, access);
    if (viewer === undefined) {
      log({ outcome: 'not_allowed', ...nameOf(claims) });
      return pages.showProblem(c, 403, notAllowed(claims));
    }
    await cookies.startSession(c, { ...viewer, idToken });
    record(viewer, { kind: 'sign-in' });
    return c.redirect(`${pageUrl}${attempt.to}`, 303);
  });

  app.post(PAGE_PATHS.signOut, async (c) => {
    cookies.endSession(c);
    const session = await cookies.readSession(c);
    if (session !== undefined) record(session, { kind: 'sign-out' });
    const elsewhere = await provider.signOutUrl(session?.idToken).catch((error: unknown) => {
      log({ outcome: 'failed', reason: signInFault(error).reason });
      return undefined;
    });
    return elsewhere === undefined ? c.redirect(PAGE_PATHS.signedOut, 303) : pages.leadTo(c, elsewhere.href);
  });

  app.get(PAGE_PATHS.signedOut, (c) =>
    pages.show(c, {
      title: 'You are signed out',
      content: html`<h1>You are signed out</h1>
        <p class="lead"><a href="${PAGE_PATHS.signIn}">Sign in again</a></p>`,
    }),
  );

  app.get(PAGE_PATHS.health, (c) => c.json({ status: 'ok' }));

  function refuse(c: PageContext, { status, isSetup, reason, problem }: SignInFault) {
    log({ outcome: isSetup ? 'failed' : 'refused', reason });
    return pages.showProblem(c, status, problem);
  }
}

/** The page to which a person comes back. */
function returnPath(given: string | undefined): string {
  const address = localAddress(given);
  const isPlaceToStay = address.length <= MAX_RETURN_LENGTH && !OWN_PATHS.has(address.replace(/\/*(\?.*)?$/s, ''));
  return isPlaceToStay ? address : '/';
}

function nameOf(claims: Claims): { readonly subject: string; readonly email?: string } {
  const email = emailOf(claims);
  return { subject: `${claims.sub}`, ...(email !== undefined && { email }) };
}

function notAllowed(claims: Claims): Problem {
  const { subject, email } = nameOf(claims);
  return {
    title: 'You may not use this page yet',
    text: `You are signed in as ${email ?? subject}, but this account may not look up messages.`,
    advice: [
      html`Ask those who manage the accounts of your company to let you use this page. Tell them your account: ${email ?? 'it has no e-mail address'}, with the id ${subject}.`,
      html`<form action="${PAGE_PATHS.signOut}" method="post"><button type="submit">Sign out</button> to use another account.</form>`,
    ],
  };
}
