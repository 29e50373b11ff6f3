import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';
import { PAGE_PATHS } from '../../contract/page.ts';
import { html } from '../../page/html.ts';
import type { Problem } from '../../page/views/problem.ts';
import { OtherIssuerError } from './provider.ts';

/** Why somebody could not sign in. */
export interface SignInFault {
  readonly status: 400 | 403 | 502;
  /** Those who run the page must act, not the person. */
  readonly isSetup: boolean;
  readonly problem: Problem;
  /** For the log: a code of a standard, of the library or of Node, never a text of the provider. */
  readonly reason: string;
}

type Kind = Omit<SignInFault, 'reason'>;

const SIGN_IN = html`<a href="${PAGE_PATHS.signIn}">Sign in again</a>.`;
const TELL = html`If it happens again, tell those who run this page.`;

const REFUSED: Kind = {
  status: 403,
  isSetup: false,
  problem: {
    title: 'You were not signed in',
    text: 'The sign-in service did not let you use this page, or you stopped the sign-in.',
    advice: [SIGN_IN, html`If you may not use this page yet, ask those who manage your account.`],
  },
};
const TOO_LATE: Kind = {
  status: 400,
  isSetup: false,
  problem: {
    title: 'The sign-in is too old',
    text: 'It was completed already, or it took too long.',
    advice: [SIGN_IN, TELL],
  },
};
const NOT_TRUSTED: Kind = {
  status: 400,
  isSetup: true,
  problem: {
    title: 'The sign-in could not be verified',
    text: 'The sign-in service sent an answer that this page does not trust: it is not for this page, or not signed as it should be.',
    advice: [SIGN_IN, TELL],
  },
};
const NO_ANSWER: Kind = {
  status: 502,
  isSetup: true,
  problem: {
    title: 'The sign-in service does not answer',
    text: 'This page cannot reach the service that signs you in, or the service has a fault.',
    advice: [html`Wait a minute. <a href="${PAGE_PATHS.signIn}">Sign in again</a>.`, TELL],
  },
};
const WRONG_SETUP: Kind = {
  status: 502,
  isSetup: true,
  problem: {
    title: 'The sign-in is not set up correctly',
    text: 'The sign-in service refused a request of this page. You cannot change this yourself.',
    advice: [
      html`Tell those who run this page. They find the reason in its log, and what to do with the command <code>receipts page</code>.`,
    ],
  },
};

/** By the codes of OAuth 2.0, OpenID Connect and the library. */
const KINDS: Readonly<Record<string, Kind>> = {
  access_denied: REFUSED,
  consent_required: REFUSED,
  interaction_required: REFUSED,
  login_required: REFUSED,
  invalid_grant: TOO_LATE,
  server_error: NO_ANSWER,
  temporarily_unavailable: NO_ANSWER,
  OAUTH_INVALID_RESPONSE: NOT_TRUSTED,
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: NOT_TRUSTED,
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: NOT_TRUSTED,
  OAUTH_KEY_SELECTION_FAILED: NOT_TRUSTED,
  OAUTH_UNSUPPORTED_OPERATION: NOT_TRUSTED,
  // The client secret is missing, wrong or expired
  OAUTH_WWW_AUTHENTICATE_CHALLENGE: WRONG_SETUP,
  // The discovery document has another issuer than the setting
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: WRONG_SETUP,
};

/** Describes an error of a provider: what was wrong, and what to do. */
export function signInFault(error: unknown): SignInFault {
  if (error instanceof OtherIssuerError) return { ...NOT_TRUSTED, reason: error.name };
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    const isCode = /^[a-z_]{1,40}$/.test(error.error);
    return { ...(KINDS[error.error] ?? WRONG_SETUP), reason: isCode ? error.error : 'unknown' };
  }
  const reason = codesOf(error);
  return {
    ...(reason.map((code) => KINDS[code]).find((kind) => kind !== undefined) ?? NO_ANSWER),
    reason: reason.join(': '),
  };
}

/** Of the error and its causes. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return [code, ...codesOf(error.cause)];
}
