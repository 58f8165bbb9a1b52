/** The messages from the screen to a terminal-shim over IPC. */
export type ToTerminalShim =
  /**
   * Runs the program, with this as its whole environment; the mark is added. Only the first one counts. `screen`: the pid of the screen; once
   * it is no longer the parent, nothing starts.
   */
  | {
      readonly kind: 'start';
      readonly screen: number;
      readonly environment: Readonly<Record<string, string>>;
    }
  /** Ends the program as a terminal that closes would: SIGHUP, and SIGKILL to what is left after a moment. */
  | { readonly kind: 'end' };
