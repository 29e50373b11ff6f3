import { ANY_DOMAIN, ROLES, type Role } from '../../contract/page.ts';
import type { Viewer } from '../../page/viewer.ts';

/** Who may look, and at what. */
export interface Access {
  /** Name of the claim that has the groups of a person. */
  readonly groupsClaim: string;
  /** A person needs one of these groups. An empty list asks for none. */
  readonly allowedGroups: readonly string[];
  /** A person needs one of these domains. An empty list asks for none; {@link ANY_DOMAIN} lets in everyone who can sign in. */
  readonly allowedDomains: readonly string[];
  /** The groups that have a role. A role without groups is for everybody who may look. */
  readonly roles: Readonly<Partial<Record<Role, readonly string[]>>>;
}

/** Claims of an ID token and of the user info, which the provider vouches for. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * An account of Google may have the address of a company that has not made it. Only those of Google Workspace have `hd`.
 *
 * @see https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload
 */
const GOOGLE = 'https://accounts.google.com';

/**
 * The person of these claims; undefined if the person may not look. If groups and domains are limited, both must
 * be right. Without any limit nobody may look: an issuer such as Google signs in the whole world.
 */
export function viewerOf(claims: Claims, access: Access): Viewer | undefined {
  const { allowedGroups, allowedDomains } = access;
  const groups = groupsOf(claims[access.groupsClaim]);
  const isInOneOf = (wanted: readonly string[]) => wanted.some((group) => groups.includes(group));
  if (allowedGroups.length === 0 && allowedDomains.length === 0) return undefined;
  if (allowedGroups.length > 0 && !isInOneOf(allowedGroups)) return undefined;
  if (allowedDomains.length > 0 && !isOfOneOf(allowedDomains, claims)) return undefined;
  const roles = ROLES.filter((role) => {
    const withRole = access.roles[role];
    return withRole === undefined || isInOneOf(withRole);
  });
  const subject = textOf(claims.sub);
  if (subject === undefined || roles.length === 0) return undefined;
  const email = emailOf(claims);
  return { subject, ...(email !== undefined && { email }), roles };
}

/** The address of a person, for people who read the log. Only the subject identifies the person. */
export function emailOf(claims: Claims): string | undefined {
  // Microsoft Entra ID sends an e-mail only if it is configured to
  return [claims.email, claims.preferred_username].map(textOf).find((text) => text?.includes('@'));
}

/** Most providers send a list, some the text of a single group. */
function groupsOf(claim: unknown): readonly unknown[] {
  return Array.isArray(claim) ? claim : [claim];
}

function isOfOneOf(domains: readonly string[], claims: Claims): boolean {
  const domain = domainOf(claims);
  return domains.some((allowed) => allowed === ANY_DOMAIN || allowed.toLowerCase() === domain);
}

/** The domain that the provider vouches for. */
function domainOf({ iss, hd, email, email_verified: isVerified }: Claims): string | undefined {
  if (typeof hd === 'string' || iss === GOOGLE) return textOf(hd)?.toLowerCase();
  // The user info of Amazon Cognito has the text
  const isProven = isVerified === true || isVerified === 'true';
  return isProven ? textOf(email)?.toLowerCase().replace(/^.*@/s, '') : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
