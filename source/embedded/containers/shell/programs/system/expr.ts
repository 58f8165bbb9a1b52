import type { Program } from '../../program.ts';
import { PatternError } from '../../regular-expression/parse.ts';
import { posixPattern } from '../../regular-expression/posix.ts';
import { writeText } from '../../streams.ts';
import { complain, ToolError } from '../tool/tool.ts';

const levels = [['|'], ['&'], ['<', '<=', '=', '==', '!=', '>=', '>'], ['+', '-'], ['*', '/', '%'], [':']];

/** `expr EXPRESSION`: 1 for an empty value or 0, 2 for a malformed expression. */
export const expr: Program = async (context) => {
  const words = context.argv.slice(1);
  let at = 0;
  let depth = 0;
  const isFalse = (text: string): boolean => text === '' || /^-?0+$/.test(text);
  const number = (text: string): bigint => {
    if (!/^-?\d{1,100}$/.test(text)) throw new ToolError('non-integer argument', 2);
    return BigInt(text);
  };
  const take = (): string => {
    const word = words[at++];
    if (word === undefined)
      throw new ToolError(
        words.length === 0 ? 'missing operand' : `syntax error: missing argument after '${words.at(-1)}'`,
        2,
      );
    return word;
  };
  const match = async (text: string, source: string): Promise<string> => {
    const found = await posixPattern(`^\\(${source.replace(/^\^/, '')}\\)`).find(text, 0);
    const hasGroup = /\\\(/.test(source);
    if (found === undefined) return hasGroup ? '' : '0';
    return hasGroup ? (found.groups[2] ?? '') : String([...(found.groups[1] ?? '')].length);
  };
  const primary = async (): Promise<string> => {
    const word = take();
    if (word === '(') {
      if (++depth > 100) throw new ToolError('expression is nested too deeply', 2);
      const inner = await binary(0);
      if (words[at++] !== ')') throw new ToolError("syntax error: expecting ')'", 2);
      return inner;
    }
    if (at >= words.length) return word;
    if (word === 'length') return String([...(await primary())].length);
    if (word === 'index') {
      const [text, chars] = [await primary(), await primary()];
      return String([...text].findIndex((char) => chars.includes(char)) + 1);
    }
    if (word === 'substr') {
      const [text, from, count] = [await primary(), Number(await primary()), Number(await primary())];
      return from > 0 && count > 0 ? [...text].slice(from - 1, from - 1 + count).join('') : '';
    }
    if (word === 'match') return await match(await primary(), await primary());
    if (word === '+') return take();
    return word;
  };
  const binary = async (level: number): Promise<string> => {
    const operators = levels[level];
    if (operators === undefined) return await primary();
    let left = await binary(level + 1);
    while (at < words.length && operators.includes(words[at]!)) {
      const operator = words[at++]!;
      const right = await binary(level + 1);
      left = await apply(operator, left, right);
    }
    return left;
  };
  const apply = async (operator: string, left: string, right: string): Promise<string> => {
    if (operator === '|') return isFalse(left) ? (isFalse(right) ? '0' : right) : left;
    if (operator === '&') return isFalse(left) || isFalse(right) ? '0' : left;
    if (operator === ':') return await match(left, right);
    if ('+-*/%'.includes(operator)) {
      const [a, b] = [number(left), number(right)];
      if ((operator === '/' || operator === '%') && b === 0n) throw new ToolError('division by zero', 2);
      return String(
        { '+': () => a + b, '-': () => a - b, '*': () => a * b, '/': () => a / b, '%': () => a % b }[
          operator as '+'
        ](),
      );
    }
    const areNumbers = /^-?\d{1,100}$/.test(left) && /^-?\d{1,100}$/.test(right);
    const difference = areNumbers
      ? Number(BigInt(left) - BigInt(right))
      : left < right
        ? -1
        : left > right
          ? 1
          : 0;
    const holds = {
      '<': difference < 0,
      '<=': difference <= 0,
      '=': difference === 0,
      '==': difference === 0,
      '!=': difference !== 0,
      '>=': difference >= 0,
      '>': difference > 0,
    }[operator];
    return holds ? '1' : '0';
  };
  try {
    const value = await binary(0);
    if (at < words.length) throw new ToolError(`syntax error: unexpected argument '${words[at]}'`, 2);
    await writeText(context.stdout, `${value}\n`);
    return isFalse(value) ? 1 : 0;
  } catch (error) {
    if (error instanceof PatternError) await complain(context, error.message);
    else if (error instanceof ToolError) await complain(context, error.message);
    else throw error;
    return 2;
  }
};
