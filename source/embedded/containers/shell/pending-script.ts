import { parseScript } from './parser.ts';
import { type Script, ShellSyntaxError } from './syntax.ts';

export type ReadScript =
  | { readonly kind: 'complete'; readonly script: Script }
  /** The command continues on the next line. */
  | { readonly kind: 'partial' }
  | { readonly kind: 'wrong'; readonly message: string };

/** A script that arrives line by line. */
export class PendingScript {
  #text = '';
  #line = 0;
  #firstLine = 1;

  /** Whether a command is incomplete. */
  get begun(): boolean {
    return this.#text !== '';
  }

  add(line: string): ReadScript {
    this.#line++;
    if (!this.begun) this.#firstLine = this.#line;
    this.#text += `${line.replace(/\r$/, '')}\n`;
    try {
      const script = parseScript(this.#text, this.#firstLine);
      this.#text = '';
      return { kind: 'complete', script };
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      if (/end of file|EOF|Unterminated/.test(error.message)) return { kind: 'partial' };
      this.#text = '';
      return { kind: 'wrong', message: `${error.line}: ${error.message}` };
    }
  }

  drop(): void {
    this.#text = '';
  }
}
