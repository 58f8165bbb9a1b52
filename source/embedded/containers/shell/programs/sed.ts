import type { Program } from '../program.ts';
import { writeText } from '../streams.ts';
import { linesOf, regularExpression, usage } from './text-programs.ts';

interface Substitution {
  readonly expression: RegExp;
  readonly replacement: string;
  readonly print: boolean;
}

/** `sed [-n] [-E] [-e] 's/A/B/[g][p][i]' [FILE...]`: substitutions, any delimiter, `&` and `\1`; nothing else of sed. */
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
      const matches = substitution.expression.test(text);
      substitution.expression.lastIndex = 0;
      text = text.replace(substitution.expression, (...found) =>
        replacementFor(substitution.replacement, found),
      );
      if (matches && substitution.print) printed += `${text}\n`;
    }
    await writeText(context.stdout, quiet ? printed : `${text}\n${printed}`, context.killed);
  }
  return code;
};

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
  try {
    const modes = `${flags.includes('g') ? 'g' : ''}${/i/i.test(flags) ? 'i' : ''}`;
    return {
      expression: new RegExp(regularExpression(source, extended), modes),
      replacement,
      print: flags.includes('p'),
    };
  } catch {
    return undefined;
  }
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
