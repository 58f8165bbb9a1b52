/** One task of the matrix: a command line as a user types it, and the expected result. */
export interface Task {
  readonly task: string;
  /** For `sh -c`, with kubectl on PATH. */
  readonly line: string;
  /** Patterns to be found in stdout and stderr together, all of them. */
  readonly says: readonly (string | RegExp)[];
  /** 0 by default. */
  readonly code?: number;
  /** Retries until this matches, since a cluster takes its time. */
  readonly eventually?: true;
}

export function task(name: string, line: string, ...says: (string | RegExp)[]): Task {
  return { task: name, line, says };
}

/** The same, retried for up to 15 seconds. */
export function becomes(name: string, line: string, ...says: (string | RegExp)[]): Task {
  return { task: name, line, says, eventually: true };
}

/** The same, with this exit code. */
export function fails(name: string, code: number, line: string, ...says: (string | RegExp)[]): Task {
  return { task: name, line, says, code };
}
