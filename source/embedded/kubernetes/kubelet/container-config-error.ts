import { PathError } from '../../paths/path-error.ts';

/** A container cannot be configured: something that it references is missing or too large. It waits with `CreateContainerConfigError`. */
export class ContainerConfigError extends Error {
  /** `cause`: the error of this machine. Without one, an API object has to change. */
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ContainerConfigError';
  }
}

/** Resolves a directory for a container. A path that leads out and system errors become a `ContainerConfigError`. */
export function preparing<Result>(what: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const isExpected = error instanceof PathError || (error as NodeJS.ErrnoException).syscall !== undefined;
    if (!isExpected) throw error;
    throw new ContainerConfigError(`failed to prepare ${what}: ${(error as Error).message}`, error);
  }
}
