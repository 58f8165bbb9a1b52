import { ContainerConfigError } from './container-config-error.ts';

/** Linux limits on one argument or variable, and on all of them together, in bytes: execve(2), `E2BIG`. */
export const longestArgument = 128 * 1024;
export const longestArguments = 2 * 1024 * 1024;

export function tooLong(): ContainerConfigError {
  return new ContainerConfigError('argument list too long');
}

/** Adds up the arguments and environment of one program. */
export class ArgumentLimit {
  #left = longestArguments;

  /** Returns the text. Throws `ContainerConfigError` if it, or the total, exceeds the limit of Linux. */
  take(text: string): string {
    this.#left -= text.length;
    if (text.length > longestArgument || this.#left < 0) throw tooLong();
    return text;
  }
}
