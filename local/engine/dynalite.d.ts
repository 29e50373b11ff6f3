/** The parts of `dynalite` that we use; the package has no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** How long a table stays in state CREATING, in milliseconds. */
    readonly createTableMs?: number;
    readonly updateTableMs?: number;
    readonly deleteTableMs?: number;
  }
  export default function dynalite(options?: Options): Server;
}
