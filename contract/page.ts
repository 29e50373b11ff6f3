/** Names that the hosted page shares with the stack and the tool. */

/** What somebody does for the company: it decides which pages the person may see. */
export const ROLES = ['support', 'operations', 'finance'] as const;

export type Role = (typeof ROLES)[number];

/** Values of props and settings that the user leaves out. */
export const PAGE_DEFAULTS = {
  /** What the page asks the OpenID provider for. */
  scopes: 'openid email profile',
  /** Claim that has the groups of a person. */
  groupsClaim: 'groups',
  /** Hours after which a person signs in again. */
  sessionHours: 8,
  /** Days that its log is kept. */
  logRetentionDays: 400,
} as const;

/** In place of a domain whose people may look: everyone the issuer signs in. */
export const ANY_DOMAIN = 'any';

/** The addresses that need no session. */
export const PAGE_PATHS = {
  signIn: '/sign-in',
  callback: '/sign-in/callback',
  signOut: '/sign-out',
  signedOut: '/signed-out',
  health: '/health',
} as const;

/** The secret of the page, a JSON object that the deployment makes. */
export interface PageSecret {
  /** Of the client at the issuer; empty until the user stores it. A public client has none: PKCE alone protects it. */
  readonly clientSecret: string;
  /** Random text, made by the deployment. A new one ends all sessions. */
  readonly sessionKey: string;
}

export const LOOK_KINDS = [
  'search',
  'message',
  'batch',
  'set-aside',
  'download',
  'insights',
  'activity',
  'forget',
  'sign-in',
  'sign-out',
] as const;

export type LookKind = (typeof LOOK_KINDS)[number];

/** What somebody searched for. */
export type LookQuery = 'number' | 'umid' | 'batch' | 'text';

/** Somebody saw something: one line in the log of the page. */
export interface Look {
  readonly message: 'look';
  /** ISO 8601. */
  readonly time: string;
  readonly kind: LookKind;
  /** The person, by the issuer's own id. */
  readonly subject: string;
  readonly email?: string;
  /** The messages that were shown. */
  readonly umids?: readonly string[];
  readonly batchId?: string;
  /** Of the set-aside body that was shown. */
  readonly setAsideId?: string;
  readonly query?: LookQuery;
  /** Of the number that was searched for: with the key of the deployment, so that nobody can try all numbers. */
  readonly numberHash?: string;
  /** Why, in the person's own words, such as a ticket. */
  readonly reason?: string;
}
