/** What the process that serves the page sends, once: where it listens on 127.0.0.1, or what was wrong. */
export type Report = { readonly port: number } | { readonly fault: string };
