/** One problem of a body. Its size is bounded, because issues are returned and stored with the body. */
export interface ValidationIssue {
  /** JSON pointer (RFC 6901) to the place in the body; empty for the body as a whole. Cut if it is long. */
  readonly pointer: string;
  /** What is wrong and what to do; never the value itself. */
  readonly detail: string;
}

const MAX_POINTER_LENGTH = 200;

/** The JSON pointer of a path of names and positions; ends in `…` if it was cut. */
export function pointerTo(path: readonly (string | number)[]): string {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return pointer.length <= MAX_POINTER_LENGTH ? pointer : `${pointer.slice(0, MAX_POINTER_LENGTH).toWellFormed()}…`;
}
