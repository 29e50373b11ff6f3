/** The message of the child process that serves the page: its port on 127.0.0.1, or the reason why it failed. */
export type Report = { readonly port: number } | { readonly fault: string };
