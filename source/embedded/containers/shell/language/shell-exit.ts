/** Unwinds the interpreter: `exit`, `exec`, a failed command under `set -e`, or SIGKILL. */
export class ShellExit extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`exit ${status}`);
    this.status = status;
  }
}

/** `break` and `continue`, of the innermost loop or one further out. */
export class LoopJump extends Error {
  readonly kind: 'break' | 'continue';
  /** How many loops it still leaves. */
  readonly levels: number;

  constructor(kind: 'break' | 'continue', levels: number) {
    super(kind);
    this.kind = kind;
    this.levels = levels;
  }
}

/** `return` from a function or a sourced file. */
export class FunctionReturn extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`return ${status}`);
    this.status = status;
  }
}
