import { PathError } from '../../paths/path-error.ts';

/** A container cannot be described: something that it refers to is not there, or it is too large. It waits as `CreateContainerConfigError`. */
export class ContainerConfigError extends Error {
  /** `cause`: what this machine refused. Without one it is for an object of the API to change. */
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ContainerConfigError';
  }
}

/** Looks up a directory that a container is about to use. A path that leads out, and what the system refuses, becomes a `ContainerConfigError`. */
export function preparing<Result>(what: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const isExpected = error instanceof PathError || (error as NodeJS.ErrnoException).syscall !== undefined;
    if (!isExpected) throw error;
    throw new ContainerConfigError(`failed to prepare ${what}: ${(error as Error).message}`, error);
  }
}
