import type { Look } from '../contract/page.ts';
import type { PageApp, PageContext, Pages } from './pages.ts';
import type { Viewer } from './viewer.ts';

/** What somebody saw, as the routes know it. The door adds who and when, and has its own name for a number. */
export interface NewLook extends Omit<Look, 'message' | 'time' | 'subject' | 'email' | 'numberHash'> {
  /** The number that was searched for, with plus and country code. It must not be stored as it is. */
  readonly number?: string;
}

export interface LookFilter {
  /** Only those that showed this message. Default: all. */
  readonly umid?: string | undefined;
  readonly from: Date;
  readonly to: Date;
}

export interface Looks {
  /** Newest first. */
  readonly looks: readonly Look[];
  /** Whether these are all; otherwise the older ones are missing. */
  readonly isComplete: boolean;
}

/** Decides who sees the pages, and keeps in mind who saw what. All doors lead to the same pages. */
export interface Door {
  /**
   * Whether the page is on the internet, behind TLS and a sign-in, and not on this machine alone. Then it sends HSTS and
   * `__Host-` cookies, reads no number from an address, and shows who is signed in, with the form for the sign-out.
   */
  readonly isHosted: boolean;
  /**
   * The viewer of a request to a page, or the answer that keeps the request out. A redirect is right after a form as well: the
   * app makes a page of it that leads there.
   */
  enter(c: PageContext, pages: Pages): Promise<Viewer | Response>;
  /** Adds routes that are open to everybody, such as the sign-in. Of requests by POST, only that to sign out arrives. Default: none. */
  addRoutes?(app: PageApp, pages: Pages): void;
  /** Records what somebody saw. A download may have 10,000 umids and more. */
  record(viewer: Viewer, look: NewLook): void;
  /** Reads back what was recorded; undefined if nothing is. */
  readonly readLooks?: (filter: LookFilter) => Promise<Looks>;
  /** Hides a text that somebody searched for, so that it can be a part of a path. */
  seal(text: string): Promise<string>;
  /** The text; undefined if this door did not seal it, or too long ago. */
  unseal(sealed: string): Promise<string | undefined>;
  /** Says an error to the viewer. The hosted door logs it, and says nothing of AWS. */
  describeError(error: unknown): string;
}
