import type { Program } from '../program.ts';
import { type Pattern, patternOf } from '../regular-expression/pattern.ts';
import { writeText } from '../streams.ts';
import { linesOf, usage } from './text-programs.ts';

type Value =
  | { readonly field: number | 'NF' }
  | { readonly text: string }
  | { readonly variable: 'NF' | 'NR' };

interface Rule {
  readonly pattern: Pattern | undefined;
  readonly line: number | undefined;
  /** The arguments of `print`: adjacent values are concatenated, a comma is a space. */
  readonly print: readonly (readonly Value[])[];
}

/**
 * `awk [-F SEPARATOR] 'PROGRAM' [FILE...]`, where the program is `[/pattern/
 * NR==N] { print [values] }`: fields, NF, NR and strings. Any other program is refused.
 */
export const awk: Program = async (context) => {
  const words = context.argv.slice(1);
  let separator = ' ';
  while (words[0]?.startsWith('-')) {
    const option = words.shift()!;
    if (!option.startsWith('-F')) return await usage(context, `option ${option} is not known`, 2);
    separator = option.length > 2 ? option.slice(2) : (words.shift() ?? ' ');
  }
  const program = words.shift();
  const rule = program === undefined ? undefined : parseRule(program);
  if (rule === undefined) {
    return await usage(
      context,
      `only programs like '/pattern/ { print $1, $NF }' are known, not '${program ?? ''}'`,
      2,
    );
  }
  const splitter =
    separator === '\\t' || separator === 't'
      ? '\t'
      : separator.length === 1
        ? separator
        : patternOf(separator);
  if (splitter === undefined) return await usage(context, `bad separator '${separator}'`, 2);
  let code = 0;
  let number = 0;
  for await (const line of linesOf(context, words, () => {
    code = 2;
  })) {
    number++;
    if (rule.pattern !== undefined && !(await rule.pattern.test(line))) continue;
    if (rule.line !== undefined && rule.line !== number) continue;
    const fields =
      separator === ' '
        ? line
            .trim()
            .split(/\s+/)
            .filter((field) => field !== '')
        : line === ''
          ? []
          : await split(line, splitter);
    const textOf = (value: Value): string => {
      if ('text' in value) return value.text;
      if ('variable' in value) return String(value.variable === 'NF' ? fields.length : number);
      if (value.field === 0) return line;
      return fields[(value.field === 'NF' ? fields.length : value.field) - 1] ?? '';
    };
    await writeText(
      context.stdout,
      `${rule.print.map((group) => group.map(textOf).join('')).join(' ')}\n`,
      context.killed,
    );
  }
  return code;
};

function parseRule(program: string): Rule | undefined {
  const shape =
    /^\s*(?:\/((?:[^/\\]|\\.)+)\/|NR\s*==\s*(\d+))?\s*(?:\{\s*print\b([\s\S]*?);?\s*\})?\s*$/.exec(program);
  if (shape === null || shape[0].trim() === '') return undefined;
  const print = parsePrint(shape[3] ?? '');
  if (print === undefined) return undefined;
  const pattern = shape[1] === undefined ? undefined : patternOf(shape[1]);
  if (shape[1] !== undefined && pattern === undefined) return undefined;
  return { pattern, line: shape[2] === undefined ? undefined : Number(shape[2]), print };
}

/** Splits fields; a separator has at least one character. */
async function split(line: string, separator: string | Pattern): Promise<string[]> {
  if (typeof separator === 'string') return line.split(separator);
  const fields: string[] = [];
  let done = 0;
  for await (const { start, end } of separator.all(line)) {
    if (end === start) continue;
    fields.push(line.slice(done, start));
    done = end;
  }
  return [...fields, line.slice(done)];
}

function parsePrint(text: string): Value[][] | undefined {
  const groups: Value[][] = [[]];
  let rest = text.trim();
  while (rest !== '') {
    const token = /^(?:\$(\d+|NF)|"((?:[^"\\]|\\.)*)"|(NF|NR)\b|(,))\s*/.exec(rest);
    if (token === null) return undefined;
    rest = rest.slice(token[0].length);
    const [, field, string, variable] = token;
    if (field !== undefined) groups.at(-1)!.push({ field: field === 'NF' ? 'NF' : Number(field) });
    else if (string !== undefined) groups.at(-1)!.push({ text: withEscapes(string) });
    else if (variable !== undefined) groups.at(-1)!.push({ variable: variable as 'NF' | 'NR' });
    else groups.push([]);
  }
  if (groups.length === 1 && groups[0]!.length === 0) return [[{ field: 0 }]];
  return groups.some((group) => group.length === 0) ? undefined : groups;
}

function withEscapes(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => ({ n: '\n', t: '\t' })[char] ?? char);
}
