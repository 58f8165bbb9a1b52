import { ToolError } from '../tool/tool.ts';
import type { Token } from './lexer.ts';

/** The tokens of a program, read from left to right. */
export class TokenReader {
  protected readonly tokens: readonly Token[];
  protected at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  /** Whether a simple statement is over. */
  protected isEnd(): boolean {
    const { kind } = this.peek();
    return kind === 'newline' || kind === 'end' || this.is(';') || this.is('}');
  }

  protected peek(): Token {
    return this.tokens[this.at]!;
  }

  protected is(text: string): boolean {
    const token = this.peek();
    return token.kind === 'operator' && token.text === text;
  }

  protected isName(text: string): boolean {
    const { kind, text: found } = this.peek();
    return (kind === 'name' || kind === 'call') && found === text;
  }

  protected take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  protected expect(text: string): void {
    if (!this.take(text)) throw this.error();
  }

  protected newlines(): void {
    while (this.peek().kind === 'newline') this.at++;
  }

  protected separators(): void {
    while (this.peek().kind === 'newline' || this.is(';')) this.at++;
  }

  protected error(): ToolError {
    const { kind, text, line } = this.peek();
    const what = kind === 'end' ? 'end of file' : kind === 'newline' ? 'end of line' : text;
    return new ToolError(`line ${line}: syntax error at or near ${what}`, 2);
  }
}
