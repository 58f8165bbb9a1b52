import { ToolError } from '../tool/tool.ts';

/** A script of sed, read from left to right. */
export class SedReader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The text up to a delimiter. An escaped delimiter stands for itself. */
  delimited(delimiter: string, isPattern: boolean): string {
    let text = '';
    let inBracket = false;
    for (; this.at < this.text.length; this.at++) {
      const char = this.text[this.at]!;
      if (char === '\\' && this.at + 1 < this.text.length) {
        const next = this.text[++this.at]!;
        if (next === delimiter) text += isPattern && /[.*[\]^$+?(){}|]/.test(next) ? `\\${next}` : next;
        else if (next === 'n' && isPattern) text += '\n';
        else if (next === '\n' && !isPattern) text += '\\\n';
        else text += `\\${next}`;
        continue;
      }
      if (isPattern && char === '[') inBracket = true;
      if (char === ']') inBracket = false;
      if (char === delimiter && !inBracket) {
        this.at++;
        return text;
      }
      if (char === '\n' && isPattern) break;
      text += char;
    }
    throw this.error(isPattern ? 'unterminated address regex' : "unterminated `s' command");
  }

  endOfCommand(message = 'extra characters after command'): void {
    this.skip(/[ \t]/);
    if (this.at < this.text.length && !/[\n;}#]/.test(this.peek())) throw this.error(message);
  }

  peek(): string {
    return this.text[this.at] ?? '';
  }

  digits(): string {
    return this.until(/\D/);
  }

  until(stop: RegExp): string {
    const from = this.at;
    while (this.at < this.text.length && !stop.test(this.peek())) this.at++;
    return this.text.slice(from, this.at);
  }

  line(): string {
    return this.until(/\n/);
  }

  skip(what: RegExp): void {
    while (this.at < this.text.length && what.test(this.peek())) this.at++;
  }

  error(message: string): ToolError {
    return new ToolError(`-e expression #1, char ${this.at}: ${message}`);
  }
}
