import type { Program, ProgramContext } from '../program.ts';
import { usage } from './text-programs.ts';

/** `test EXPRESSION` and `[ EXPRESSION ]`: strings, integers, files, `!`, `-a`, `-o`. 2 for a malformed expression. */
export const test: Program = async (context) => {
  const words = context.argv.slice(1);
  if (context.argv[0]!.endsWith('[') && words.pop() !== ']') return await usage(context, 'missing ]', 2);
  const result = either(context, words);
  if (result === undefined) return await usage(context, `${words.join(' ')}: unexpected operator`, 2);
  return result ? 0 : 1;
};

function either(context: ProgramContext, words: readonly string[]): boolean | undefined {
  for (const [operator, stops] of [
    ['-o', true],
    ['-a', false],
  ] as const) {
    const at = words.length > 3 ? words.indexOf(operator, 1) : -1;
    if (at < 0 || at === words.length - 1) continue;
    const [left, right] = [either(context, words.slice(0, at)), either(context, words.slice(at + 1))];
    if (left === undefined || right === undefined) return undefined;
    return stops ? left || right : left && right;
  }
  return primary(context, words);
}

function primary(context: ProgramContext, words: readonly string[]): boolean | undefined {
  const [first, second, third] = words;
  if (first === undefined) return false;
  if (words.length === 1) return first !== '';
  if (words.length === 3) return binary(first, second!, third!);
  if (first === '!') {
    const rest = primary(context, words.slice(1));
    return rest === undefined ? undefined : !rest;
  }
  return words.length === 2 ? unary(context, first, second!) : undefined;
}

function unary(context: ProgramContext, operator: string, value: string): boolean | undefined {
  const { files } = context.container;
  switch (operator) {
    case '-z':
      return value === '';
    case '-n':
      return value !== '';
    case '-e':
    case '-r':
    case '-w':
      return files.exists(value);
    case '-f':
      return files.isFile(value);
    case '-d':
      return files.isDirectory(value);
    case '-s':
      return files.isFile(value) && files.read(value) !== '';
    default:
      return undefined;
  }
}

function binary(left: string, operator: string, right: string): boolean | undefined {
  if (operator === '=' || operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  const compare: Record<string, (a: number, b: number) => boolean> = {
    '-eq': (a, b) => a === b,
    '-ne': (a, b) => a !== b,
    '-lt': (a, b) => a < b,
    '-le': (a, b) => a <= b,
    '-gt': (a, b) => a > b,
    '-ge': (a, b) => a >= b,
  };
  const run = compare[operator];
  if (run === undefined || !/^\s*[-+]?\d+\s*$/.test(left) || !/^\s*[-+]?\d+\s*$/.test(right))
    return undefined;
  return run(Number(left), Number(right));
}
