/** A statement of a function's IAM policy. */
export interface Permission {
  readonly sid: string;
  readonly actions: string[];
  readonly resources: string[];
}
