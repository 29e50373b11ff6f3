import type { Html } from '../html.ts';
import type { Right } from '../rights.ts';
import type { Times } from './times.ts';

/** How a page writes times and commands for the person who reads it. */
export interface View {
  readonly times: Times;
  /** How to find out whether receipts arrive, as a sentence. */
  readonly arrival: Html;
  /** A command of the tool, to paste into a shell: it reads the same tables as the page. */
  command(name: string, options?: Readonly<Record<string, string>>): Html;
  /** Whether the person may see something that is there. */
  may(right: Right): boolean;
}
