/** A program that has the terminal. */
export interface TerminalProgram {
  /** Resolves with its exit code once it is over and the terminal is ours again; rejects if it could not be started. */
  readonly ended: Promise<number>;
  /** Ends it; `ended` then resolves. */
  end(): void;
}

/** The programs of the learner's that the screen can hand the terminal to. Each rejects with a LabError if it cannot be started. */
export interface TerminalPrograms {
  /** Their shell, in the session's working directory. */
  shell(): Promise<TerminalProgram>;
  /** Their editor, with a file. */
  edit(path: string): Promise<TerminalProgram>;
}

/** Lends the terminal to programs of the learner's, one at a time. */
export interface HandOver {
  /**
   * Hands the terminal to a program until that ends; resolves with its exit code. Undefined, and nothing is started, while another
   * has it, and once the screen is closing.
   */
  run(start: () => Promise<TerminalProgram>): Promise<number | undefined>;
  /** True while a program has the terminal: no key is ours. */
  readonly isBusy: boolean;
}

/** Without a terminal there is nothing to hand over. */
export const noHandOver: HandOver = { isBusy: false, run: () => Promise.resolve(undefined) };
