import type { Role } from '../contract/page.ts';
import type { Viewer } from './viewer.ts';

/** Who may see what. Error codes and the time zone are for everybody who is let in. */
export const RIGHTS = {
  lookUp: ['support', 'operations'],
  setAside: ['operations'],
  activity: ['operations'],
  insights: ['operations', 'finance'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Right = keyof typeof RIGHTS;

export function hasRight({ roles }: Viewer, right: Right): boolean {
  return RIGHTS[right].some((role) => roles.includes(role));
}
