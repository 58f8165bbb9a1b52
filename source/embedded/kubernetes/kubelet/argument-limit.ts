import { ContainerConfigError } from './container-config-error.ts';

/** What Linux takes of one argument or variable, and of all that a program is started with, in bytes: execve(2), `E2BIG`. */
export const longestArgument = 128 * 1024;
export const longestArguments = 2 * 1024 * 1024;

export function tooLong(): ContainerConfigError {
  return new ContainerConfigError('argument list too long');
}

/** Counts what one program is started with. */
export class ArgumentLimit {
  #left = longestArguments;

  /** Gives the text back. Throws `ContainerConfigError` where it, or all together, is longer than Linux takes. */
  take(text: string): string {
    this.#left -= text.length;
    if (text.length > longestArgument || this.#left < 0) throw tooLong();
    return text;
  }
}
