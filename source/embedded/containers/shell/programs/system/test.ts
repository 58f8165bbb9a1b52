import { compareFiles, fileTest } from '../../language/file-tests.ts';
import type { Program, ProgramContext } from '../../program.ts';
import { complain, ToolError } from '../tool/tool.ts';

const unary = /^-[abcdefghknoprstuwxzGLNOS]$/;
const binary = new Set([
  '=',
  '==',
  '!=',
  '<',
  '>',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
]);

/** `test EXPRESSION` and `[ EXPRESSION ]`. 2 for a malformed expression. */
export const test: Program = async (context) => {
  const words = context.argv.slice(1);
  try {
    if (context.argv[0]!.endsWith('[') && words.pop() !== ']') throw new ToolError("missing `]'", 2);
    return new Expression(context, words).whole() ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    await complain(context, error.message);
    return error.code;
  }
};

class Expression {
  readonly #context: ProgramContext;
  readonly #words: readonly string[];
  #at = 0;

  constructor(context: ProgramContext, words: readonly string[]) {
    this.#context = context;
    this.#words = words;
  }

  /** POSIX decides by the number of words; more than four are read as an expression. */
  whole(): boolean {
    const words = this.#words;
    if (words.length === 0) return false;
    if (words.length === 1) return words[0] !== '';
    if (words.length === 2) {
      if (words[0] === '!') return words[1] === '';
      if (!unary.test(words[0]!)) throw new ToolError(`${words[0]}: unary operator expected`, 2);
    }
    if (words.length === 3) {
      if (binary.has(words[1]!)) return this.#compare(words[0]!, words[1]!, words[2]!);
      if (words[1] === '-a') return words[0] !== '' && words[2] !== '';
      if (words[1] === '-o') return words[0] !== '' || words[2] !== '';
      if (words[0] !== '!' && words[0] !== '(')
        throw new ToolError(`${words[1]}: binary operator expected`, 2);
    }
    const result = this.#either();
    if (this.#at < words.length) throw new ToolError('too many arguments', 2);
    return result;
  }

  #either(): boolean {
    let result = this.#both();
    while (this.#take('-o')) {
      const right = this.#both();
      result ||= right;
    }
    return result;
  }

  #both(): boolean {
    let result = this.#primary();
    while (this.#take('-a')) {
      const right = this.#primary();
      result &&= right;
    }
    return result;
  }

  #primary(): boolean {
    const [first, second, third] = this.#words.slice(this.#at, this.#at + 3);
    if (first === undefined) throw new ToolError('argument expected', 2);
    if (second !== undefined && third !== undefined && binary.has(second)) {
      this.#at += 3;
      return this.#compare(first, second, third);
    }
    if (this.#take('!')) return !this.#primary();
    if (this.#take('(')) {
      const inner = this.#either();
      if (!this.#take(')')) throw new ToolError("`)' expected", 2);
      return inner;
    }
    this.#at++;
    if (!unary.test(first) || second === undefined) return first !== '';
    this.#at++;
    if (first === '-z') return second === '';
    if (first === '-n') return second !== '';
    return fileTest(this.#context, first, second) ?? false;
  }

  #compare(left: string, operator: string, right: string): boolean {
    if (operator === '=' || operator === '==') return left === right;
    if (operator === '!=') return left !== right;
    if (operator === '<') return left < right;
    if (operator === '>') return left > right;
    const { container, cwd = '/' } = this.#context;
    const files = compareFiles({ files: container.files, cwd }, operator, left, right);
    if (files !== undefined) return files;
    const wrong = [left, right].find((text) => !/^\s*[-+]?\d+\s*$/.test(text));
    if (wrong !== undefined) throw new ToolError(`${wrong}: integer expression expected`, 2);
    const [a, b] = [BigInt(left.trim().replace(/^\+/, '')), BigInt(right.trim().replace(/^\+/, ''))];
    if (operator === '-eq') return a === b;
    if (operator === '-ne') return a !== b;
    if (operator === '-lt') return a < b;
    if (operator === '-le') return a <= b;
    return operator === '-gt' ? a > b : a >= b;
  }

  #take(word: string): boolean {
    if (this.#words[this.#at] !== word) return false;
    this.#at++;
    return true;
  }
}
