import { LabError } from '../../errors/lab-error.ts';
import { quoteForShell } from '../../text/quote-for-shell.ts';

/** One thing that is wrong with a lab folder. */
export interface Mistake {
  /** Its path inside the folder, `steps/count.md`. */
  readonly file: string;
  /** From 1; undefined where the file as a whole is meant. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** What is wrong, and what would be right where that is known. */
  readonly message: string;
}

/** `steps/count.md:12:5: there is no check \`nodes-redy\`; did you mean \`nodes-ready\`?` */
export function describeMistake({ file, line, column, message }: Mistake): string {
  return `${[file, line, column].filter((each) => each !== undefined).join(':')}: ${message}`;
}

/** A folder that is not a lab of this format. The message is its first mistake. */
export class LabFolderError extends LabError {
  readonly mistakes: readonly Mistake[];

  constructor(directory: string, mistakes: readonly [Mistake, ...Mistake[]]) {
    const more = mistakes.length - 1;
    super(
      'lab',
      describeMistake(mistakes[0]),
      more === 0
        ? {}
        : {
            hint: `and ${more} more ${more === 1 ? 'mistake' : 'mistakes'}; \`kafka-lab lab check ${quoteForShell(directory)}\` lists them`,
          },
    );
    this.name = 'LabFolderError';
    this.mistakes = mistakes;
  }
}

/** A single mistake, for those who stop at it. Whoever loads the folder turns it into a {@link LabFolderError}. */
export class MistakeError extends Error {
  readonly mistake: Mistake;

  constructor(mistake: Mistake) {
    super(describeMistake(mistake));
    this.name = 'MistakeError';
    this.mistake = mistake;
  }
}
