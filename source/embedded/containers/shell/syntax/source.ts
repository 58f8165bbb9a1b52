import { type Script, ShellSyntaxError } from './syntax.ts';

const deepest = 100;

/** The text of a script, and how far it is read. */
export class Source {
  readonly text: string;
  at = 0;
  line: number;
  /** Here-documents whose contents begin at the next line. */
  readonly documents: ((source: Source) => void)[] = [];
  /** A here-document was not closed. */
  isOpen = false;
  readonly #parse: (source: Source) => Script;
  #depth: number;

  /** `parse` reads a list of commands. `depth`: how many expansions this text is nested in. */
  constructor(text: string, firstLine: number, parse: (source: Source) => Script, depth = 0) {
    this.text = text;
    this.line = firstLine;
    this.#parse = parse;
    this.#depth = depth;
  }

  peek(): string {
    return this.text[this.at] ?? '';
  }

  startsWith(text: string, offset = 0): boolean {
    return this.text.startsWith(text, this.at + offset);
  }

  /** Moves on, and counts lines. */
  skip(count: number): void {
    const end = Math.min(this.text.length, this.at + count);
    for (; this.at < end; this.at++) if (this.text.charCodeAt(this.at) === 10) this.line++;
  }

  /** Throws where commands and expansions are nested too deeply. */
  enter(): void {
    this.#depth++;
    if (this.#depth > deepest) throw new ShellSyntaxError(this.line, 'too many nested commands');
  }

  leave(): void {
    this.#depth--;
  }

  /** The commands up to the parenthesis that closes a substitution, and the parenthesis. */
  parseUntilParenthesis(): Script {
    const { line } = this;
    this.enter();
    const script = this.#parse(this);
    this.leave();
    if (!this.startsWith(')')) throw this.unexpected(line);
    this.skip(1);
    return script;
  }

  /** A text within this one that is read on its own. */
  within(text: string, line: number): Source {
    const inner = new Source(text, line, this.#parse, this.#depth + 1);
    if (inner.#depth > deepest) throw new ShellSyntaxError(line, 'too many nested commands');
    return inner;
  }

  /** The commands in a text of its own: backticks. */
  parseText(text: string, line: number): Script {
    const inner = this.within(text, line);
    const script = this.#parse(inner);
    if (inner.at < inner.text.length) throw inner.unexpected(line);
    return script;
  }

  incomplete(line: number, closer: string): ShellSyntaxError {
    return new ShellSyntaxError(line, `unexpected EOF while looking for matching \`${closer}'`, true);
  }

  /** The error for what follows. `line`: where the construct began. */
  unexpected(line = this.line): ShellSyntaxError {
    const rest = /^(?:&&|\|\||;;&?|;&|&>>?|\|&|<<<|<<-?|>>|[<>]&|<>|>\||\n|[;&|()<>]|[^\s;&|()<>]+)/.exec(
      this.text.slice(this.at, this.at + 200),
    );
    if (rest === null || this.at >= this.text.length)
      return new ShellSyntaxError(Math.max(line, this.line), 'syntax error: unexpected end of file', true);
    const token = rest[0] === '\n' ? 'newline' : rest[0];
    return new ShellSyntaxError(this.line, `syntax error near unexpected token \`${token}'`);
  }
}
