/** One thing that is wrong with a body. */
export interface ValidationIssue {
  /** JSON pointer (RFC 6901) to the place in the body; empty for the body as a whole. */
  readonly pointer: string;
  /** What is wrong, in words to act on; never the value itself. */
  readonly detail: string;
}

/** The JSON pointer of a path of names and positions. */
export function pointerTo(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
