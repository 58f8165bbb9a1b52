import type { Program } from '../program.ts';
import { type Pattern, patternOf } from '../regular-expression/pattern.ts';
import { writeText } from '../streams.ts';
import { linesOf, regularExpression, usage } from './text-programs.ts';

interface Substitution {
  readonly expression: Pattern;
  readonly isGlobal: boolean;
  readonly replacement: string;
  readonly print: boolean;
}

/** `sed [-n] [-E] [-e] 's/A/B/[g][p][i]' [FILE...]`: only substitutions, with any delimiter, `&` and `\1`. */
export const sed: Program = async (context) => {
  const words = context.argv.slice(1);
  const scripts: string[] = [];
  let quiet = false;
  let extended = false;
  while (words[0]?.startsWith('-') && words[0] !== '-') {
    const option = words.shift()!;
    if (option === '-n') quiet = true;
    else if (option === '-E' || option === '-r') extended = true;
    else if (option === '-e') scripts.push(words.shift() ?? '');
    else return await usage(context, `invalid option -- '${option.replace(/^-+/, '')}'`);
  }
  if (scripts.length === 0) scripts.push(words.shift() ?? '');
  const substitutions = scripts
    .flatMap((script) => script.split('\n'))
    .map((script) => parse(script.trim(), extended));
  if (substitutions.includes(undefined)) {
    return await usage(
      context,
      `-e expression #1: only s/regular expression/replacement/[g][p][i] is known, not \`${scripts[0]}\``,
    );
  }
  let code = 0;
  for await (const line of linesOf(context, words, () => {
    code = 2;
  })) {
    let text = line;
    let printed = '';
    for (const substitution of substitutions as Substitution[]) {
      const replaced = await substitute(substitution, text);
      text = replaced ?? text;
      if (replaced !== undefined && substitution.print) printed += `${text}\n`;
    }
    await writeText(context.stdout, quiet ? printed : `${text}\n${printed}`, context.killed);
  }
  return code;
};

/** undefined: no match. */
async function substitute(
  { expression, replacement, isGlobal }: Substitution,
  text: string,
): Promise<string | undefined> {
  let result = '';
  let done = 0;
  let matches = false;
  for await (const { start, end, groups } of expression.all(text)) {
    matches = true;
    result += text.slice(done, start) + replacementFor(replacement, groups);
    done = end;
    if (!isGlobal) break;
  }
  return matches ? result + text.slice(done) : undefined;
}

function parse(script: string, extended: boolean): Substitution | undefined {
  const delimiter = script[1];
  if (script[0] !== 's' || delimiter === undefined || /[\w\s\\]/.test(delimiter)) return undefined;
  const parts: string[] = [''];
  for (let at = 2; at < script.length; at++) {
    const char = script[at]!;
    const next = script[at + 1];
    if (char === '\\' && next !== undefined) {
      parts[parts.length - 1] += next === delimiter ? next : char + next;
      at++;
    } else if (char === delimiter && parts.length < 3) parts.push('');
    else parts[parts.length - 1] += char;
  }
  const [source, replacement, flags] = parts;
  if (source === undefined || replacement === undefined || flags === undefined || /[^gpiI]/.test(flags))
    return undefined;
  const expression = patternOf(regularExpression(source, extended), { ignoresCase: /i/i.test(flags) });
  if (!expression) return undefined;
  return { expression, isGlobal: flags.includes('g'), replacement, print: flags.includes('p') };
}

function replacementFor(replacement: string, found: readonly unknown[]): string {
  return replacement.replace(
    /\\(\d)|\\n|\\(.)|&/g,
    (token, group: string | undefined, char: string | undefined) => {
      if (token === '&') return String(found[0]);
      if (token === '\\n') return '\n';
      const value = group === undefined ? char : found[Number(group)];
      return typeof value === 'string' ? value : '';
    },
  );
}
