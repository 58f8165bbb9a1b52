import { PatternError } from '../../regular-expression/parse.ts';
import type { Pattern } from '../../regular-expression/pattern.ts';
import { posixPattern } from '../../regular-expression/posix.ts';
import { ToolError } from '../tool/tool.ts';
import type { Address, SedCommand, Substitution } from './sed-command.ts';
import { SedReader } from './sed-reader.ts';

/** Parses the script of sed. Throws ToolError. */
export function parseSed(script: string, isExtended: boolean): SedCommand[] {
  return new SedParser(script, isExtended).commands();
}

class SedParser extends SedReader {
  readonly #isExtended: boolean;

  constructor(text: string, isExtended: boolean) {
    super(text);
    this.#isExtended = isExtended;
  }

  commands(): SedCommand[] {
    const commands: SedCommand[] = [];
    const open: number[] = [];
    for (;;) {
      this.skip(/[\s;]/);
      if (this.at >= this.text.length) break;
      if (this.peek() === '#') {
        this.line();
        continue;
      }
      const from = this.#address();
      let to: Address | undefined;
      this.skip(/[ \t]/);
      if (from !== undefined && this.peek() === ',') {
        this.at++;
        this.skip(/[ \t]/);
        to = this.#address(true);
        if (to === undefined) throw this.error("unexpected `,'");
      }
      this.skip(/[ \t]/);
      let isNegated = false;
      while (this.peek() === '!') {
        isNegated = true;
        this.at++;
        this.skip(/[ \t]/);
      }
      const command = this.#command({ from, to, isNegated });
      if (command.letter === '{') open.push(commands.length);
      if (command.letter === '}') {
        const start = open.pop();
        if (start === undefined) throw this.error("unexpected `}'");
        commands[start]!.end = commands.length;
      }
      commands.push(command);
      if (commands.length > 1000) throw this.error('too many commands');
    }
    if (open.length > 0) throw new ToolError("-e expression #1, char 0: unmatched `{'");
    return commands;
  }

  #command(head: Pick<SedCommand, 'from' | 'to' | 'isNegated'>): SedCommand {
    const letter = this.text[this.at++] ?? '';
    const base = { ...head, letter, text: '', end: -1, isOpen: false, lastLine: 0 };
    switch (letter) {
      case '':
        throw this.error('missing command');
      case '{':
        return base;
      case '}':
        this.endOfCommand();
        return base;
      case 's':
        return { ...base, substitution: this.#substitution() };
      case 'y':
        return { ...base, letters: this.#letters() };
      case 'a':
      case 'i':
      case 'c':
        return { ...base, text: this.#insertion() };
      case ':':
        this.skip(/[ \t]/);
        return { ...base, text: this.until(/[\n;]/).trim() };
      case 'b':
      case 't':
      case 'T':
        this.skip(/[ \t]/);
        return { ...base, text: this.until(/[\n;}]/).trim() };
      case 'r':
      case 'w':
      case 'R':
      case 'W':
        this.skip(/[ \t]/);
        return { ...base, text: this.line() };
      case 'q':
      case 'Q':
      case 'l': {
        this.skip(/[ \t]/);
        const digits = this.digits();
        this.endOfCommand();
        return { ...base, text: digits };
      }
      default:
        if (!'dDpPnNgGhHxz='.includes(letter)) throw this.error(`unknown command: \`${letter}'`);
        this.endOfCommand();
        return base;
    }
  }

  #address(isEnd = false): Address | undefined {
    const char = this.peek();
    if (/\d/.test(char)) {
      const line = Number(this.digits());
      if (this.peek() === '~') {
        this.at++;
        return { kind: 'step', first: line, step: Number(this.digits() || 0) };
      }
      return { kind: 'line', line };
    }
    if (char === '$') {
      this.at++;
      return { kind: 'last' };
    }
    if (isEnd && (char === '+' || char === '~')) {
      this.at++;
      return { kind: char === '+' ? 'plus' : 'multiple', count: Number(this.digits() || 0) };
    }
    if (char !== '/' && char !== '\\') return undefined;
    const delimiter = char === '\\' ? (this.text[++this.at] ?? '') : '/';
    this.at++;
    const source = this.delimited(delimiter, true);
    let ignoresCase = false;
    while (this.peek() === 'I' || this.peek() === 'M') {
      ignoresCase ||= this.peek() === 'I';
      this.at++;
    }
    return { kind: 'pattern', pattern: this.#pattern(source, ignoresCase) };
  }

  #pattern(source: string, ignoresCase: boolean): Pattern | undefined {
    if (source === '') return undefined;
    try {
      return posixPattern(source, { isExtended: this.#isExtended, ignoresCase });
    } catch (error) {
      if (error instanceof PatternError) throw this.error(error.message);
      throw error;
    }
  }

  #substitution(): Substitution {
    const delimiter = this.text[this.at++] ?? '';
    if (delimiter === '' || delimiter === '\n' || delimiter === '\\')
      throw this.error("unterminated `s' command");
    let source: string;
    try {
      source = this.delimited(delimiter, true);
    } catch (error) {
      if (error instanceof ToolError) throw this.error("unterminated `s' command");
      throw error;
    }
    const replacement = this.delimited(delimiter, false);
    let [isGlobal, prints, ignoresCase, nth] = [false, false, false, 1];
    let file: string | undefined;
    for (;;) {
      const flag = this.peek();
      if (flag === 'g') isGlobal = true;
      else if (flag === 'p') prints = true;
      else if (flag === 'i' || flag === 'I') ignoresCase = true;
      else if (flag === 'm' || flag === 'M')
        throw this.error('the flag M is not supported in the embedded image');
      else if (flag === 'e') throw this.error('the flag e is not supported in the embedded image');
      else if (/[1-9]/.test(flag)) {
        nth = Number(this.digits());
        continue;
      } else if (flag === 'w') {
        this.at++;
        this.skip(/[ \t]/);
        file = this.line();
        break;
      } else break;
      this.at++;
    }
    if (file === undefined) this.endOfCommand("unknown option to `s'");
    return { pattern: this.#pattern(source, ignoresCase), replacement, isGlobal, nth, prints, file };
  }

  #letters(): ReadonlyMap<string, string> {
    const delimiter = this.text[this.at++] ?? '';
    const clean = (text: string): string[] => [
      ...text.replace(/\\(.)/gs, (_, char: string) => (char === 'n' ? '\n' : char === 't' ? '\t' : char)),
    ];
    const [from, to] = [clean(this.delimited(delimiter, false)), clean(this.delimited(delimiter, false))];
    if (from.length !== to.length) throw this.error("strings for `y' command are different lengths");
    this.endOfCommand();
    return new Map(from.map((char, index) => [char, to[index]!]));
  }

  /** `a text`, or `a\` and the text on the next line; a backslash at the end of a line continues it. */
  #insertion(): string {
    this.skip(/[ \t]/);
    if (this.text.startsWith('\\', this.at)) {
      this.at++;
      this.skip(/[ \t]/);
      if (this.peek() === '\n') this.at++;
    }
    if (this.at >= this.text.length) throw this.error("expected \\ after `a', `c' or `i'");
    let text = '';
    for (; this.at < this.text.length && this.peek() !== '\n'; this.at++) {
      if (this.peek() === '\\' && this.at + 1 < this.text.length) {
        const next = this.text[++this.at]!;
        text += next === 't' ? '\t' : next;
      } else text += this.peek();
    }
    return text;
  }
}
