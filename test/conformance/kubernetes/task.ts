/** One task of the matrix: a command line as a person types it, and what must come of it. */
export interface Task {
  readonly task: string;
  /** For `sh -c`, with kubectl on PATH. */
  readonly line: string;
  /** Found in stdout and stderr together; all of them. */
  readonly says: readonly (string | RegExp)[];
  /** 0 unless it is given. */
  readonly code?: number;
  /** Asks again until it says so: a cluster takes its time. */
  readonly eventually?: true;
}

export function task(name: string, line: string, ...says: (string | RegExp)[]): Task {
  return { task: name, line, says };
}

/** The same, asked again for up to 15 seconds. */
export function becomes(name: string, line: string, ...says: (string | RegExp)[]): Task {
  return { task: name, line, says, eventually: true };
}

/** The same, ending with this exit code. */
export function fails(name: string, code: number, line: string, ...says: (string | RegExp)[]): Task {
  return { task: name, line, says, code };
}
