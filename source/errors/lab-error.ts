import { describeSystemError } from './system-error.ts';

/** What went wrong, as a closed set: tests and callers compare codes, never sentences. */
export type ErrorCode =
  | 'usage' // an unknown verb, flag, step, or a value that does not parse
  | 'machine-lacks' // a tool, a terminal, a port or memory that this machine does not have
  | 'manifest' // a manifest that is not what the API accepts
  | 'cluster' // the cluster did not start, is gone, or refused
  | 'command' // a command line that the built-in tools cannot run
  | 'protocol' // bytes from a peer that violate the protocol
  | 'path' // a name or path that leads out of its directory
  | 'lab' // a lab folder that is not what the format says
  | 'journal' // the session's record cannot be read or written
  | 'busy'; // something else is using the resource

/** The exit codes that scripts rely on. `damaged`: the cluster is up, but some of the data kept with `--keep` was damaged. */
export const exitCodes = { passed: 0, failed: 1, usage: 2, machineLacks: 3, damaged: 4 } as const;

export interface LabErrorOptions {
  /** What the reader can do about it: one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * An error for the user. `message` says in one line what was wrong, with the value in backticks; `hint` says what
 * to do. The journal has the cause.
 */
export class LabError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: LabErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LabError';
    this.code = code;
    this.hint = options.hint;
  }

  /** The process exit code for this error. */
  get exitCode(): number {
    if (this.code === 'usage') return exitCodes.usage;
    return this.code === 'machine-lacks' || this.code === 'busy' ? exitCodes.machineLacks : exitCodes.failed;
  }
}

/** One readable line for any thrown value. */
export function describeError(error: unknown): string {
  if (error instanceof LabError) return error.hint ? `${error.message}: ${error.hint}` : error.message;
  const refused = describeSystemError(error);
  if (refused !== undefined) return refused;
  if (error instanceof Error) return error.message.split('\n', 1)[0] || error.name;
  return String(error);
}
