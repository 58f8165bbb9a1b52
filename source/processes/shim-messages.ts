/** The messages from its parent to a foreign-shim over IPC. */
export type ToShim =
  /** Runs the program, with this as its whole environment; the mark is added. Only the first one counts. */
  | {
      readonly kind: 'start';
      readonly environment: Readonly<Record<string, string>>;
      /** A command that runs the program: what stands before its name. */
      readonly before?: readonly string[];
    }
  /** SIGTERM to the program, where the system has no signals for groups. */
  | { readonly kind: 'terminate' };
