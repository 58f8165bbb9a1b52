import { parseScript } from '../syntax/parser.ts';
import { type Script, ShellSyntaxError } from '../syntax/syntax.ts';

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

  add(line: string, aliases: ReadonlyMap<string, string> = new Map()): ReadScript {
    this.#line++;
    if (!this.begun) this.#firstLine = this.#line;
    const text = line.replace(/\r$/, '');
    this.#text += `${this.begun ? text : withAliases(text, aliases)}\n`;
    if (/(?<!\\)(?:\\\\)*\\\n$/.test(this.#text)) return { kind: 'partial' };
    try {
      const script = parseScript(this.#text, this.#firstLine, true);
      this.#text = '';
      return { kind: 'complete', script };
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      if (error.isIncomplete) return { kind: 'partial' };
      this.#text = '';
      return { kind: 'wrong', message: `${error.line}: ${error.message}` };
    }
  }

  drop(): void {
    this.#text = '';
  }
}

/** Replaces aliases where a command begins: at the line's start, and after `;`, `|` and `&`. */
function withAliases(line: string, aliases: ReadonlyMap<string, string>): string {
  if (aliases.size === 0) return line;
  return line.replace(
    /(^|[;|&]\s*)(\s*)([\w.-]+)(?=\s|$|[;|&])/g,
    (whole, before: string, blanks: string, name: string) => {
      const alias = aliases.get(name);
      return alias === undefined ? whole : `${before}${blanks}${alias}`;
    },
  );
}
