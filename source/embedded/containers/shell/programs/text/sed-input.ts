import type { ProgramContext } from '../../program.ts';
import type { Line } from '../../streams.ts';
import { linesOf } from '../tool/input.ts';

/** The lines of sed's files, with a look at the next one: sed has to know which is the last. */
export class SedInput {
  /** Whether a file could not be read. */
  failed = false;
  /** The number of the line that was taken last. */
  number = 0;
  readonly #lines: AsyncIterator<Line>;
  #next: Line | undefined;

  private constructor(context: ProgramContext, names: readonly string[], separator: string) {
    this.#lines = linesOf(context, names, {
      separator,
      onFailure: () => {
        this.failed = true;
      },
      describe: (name, reason) =>
        reason === 'Is a directory'
          ? `couldn't edit ${name}: not a regular file`
          : `can't read ${name}: ${reason}`,
    });
  }

  static async open(context: ProgramContext, names: readonly string[], separator: string): Promise<SedInput> {
    const input = new SedInput(context, names, separator);
    await input.#advance();
    return input;
  }

  /** Whether no line is left. */
  get isAtEnd(): boolean {
    return this.#next === undefined;
  }

  /** The next line; undefined at the end. */
  async take(): Promise<Line | undefined> {
    const line = this.#next;
    if (line === undefined) return undefined;
    this.number++;
    await this.#advance();
    return line;
  }

  async #advance(): Promise<void> {
    const next = await this.#lines.next();
    this.#next = next.done ? undefined : next.value;
  }
}
