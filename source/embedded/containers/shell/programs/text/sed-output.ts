import { FileError } from '../../container-files.ts';
import { type ProgramContext, pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';

/** Where sed writes: standard output or the file that it edits in place, and the files of `w`. */
export class SedOutput {
  readonly #context: ProgramContext;
  readonly #separator: string;
  readonly #collect: ((text: string) => void) | undefined;
  /** What `a` and `r` put behind the line. */
  readonly #appended: string[] = [];
  readonly #written = new Set<string>();

  /** `collect` gets the text instead of standard output. */
  constructor(context: ProgramContext, separator: string, collect: ((text: string) => void) | undefined) {
    this.#context = context;
    this.#separator = separator;
    this.#collect = collect;
  }

  async put(text: string, isWhole = true): Promise<void> {
    const line = text + (isWhole ? this.#separator : '');
    if (this.#collect) this.#collect(line);
    else await writeText(this.#context.stdout, line, this.#context.killed);
  }

  get hasAppended(): boolean {
    return this.#appended.length > 0;
  }

  append(text: string): void {
    this.#appended.push(text);
  }

  appendFile(name: string): void {
    try {
      this.append(this.#context.container.files.read(pathOf(this.#context, name)).replace(/\n$/, ''));
    } catch (error) {
      // A file that cannot be read is an empty one.
      if (!(error instanceof FileError)) throw error;
    }
  }

  async putAppended(): Promise<void> {
    for (const text of this.#appended.splice(0)) await this.put(text);
  }

  writeFile(name: string, text: string): void {
    const isMore = this.#written.has(name);
    this.#written.add(name);
    if (name === '/dev/stdout') this.append(text);
    else this.#context.container.files.write(pathOf(this.#context, name), `${text}\n`, isMore);
  }
}
