/** One thing that a function is allowed to do. */
export interface Permission {
  readonly sid: string;
  readonly actions: string[];
  readonly resources: string[];
}
