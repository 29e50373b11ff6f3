import type { Role } from '../contract/page.ts';

/** Somebody who looks at the page. */
export interface Viewer {
  /** The issuer's id of the person. */
  readonly subject: string;
  readonly email?: string;
  readonly roles: readonly Role[];
}
