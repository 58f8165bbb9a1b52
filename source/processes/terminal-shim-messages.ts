/** The messages from the screen to a terminal-shim over IPC. */
export type ToTerminalShim =
  /** Runs the program, with this as its whole environment; the mark is added. Only the first one counts. */
  | { readonly kind: 'start'; readonly environment: Readonly<Record<string, string>> }
  /** Ends the program as a terminal that closes would: SIGHUP, and SIGKILL to what is left after a moment. */
  | { readonly kind: 'end' };
