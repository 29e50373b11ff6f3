/** The one message of the process that serves the page: its port on 127.0.0.1, or why it serves nothing. */
export type Report = { readonly port: number } | { readonly fault: string };
