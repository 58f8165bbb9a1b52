import { assign } from '../language/assignments.ts';
import type { Descriptors } from '../language/descriptors.ts';
import { calculateText } from '../language/expand.ts';
import { doubleQuoted } from '../language/quote.ts';
import type { ShellCore } from '../language/shell-core.ts';
import { keysOf, listOf, type Variable, VariableError } from '../language/variables.ts';
import { writeText } from '../streams.ts';
import { type Builtin, fail, variableName, wrongOption } from './builtin.ts';

/** `declare -x NAME="…"` */
function shown(name: string, variable: Variable): string {
  const letters =
    (variable.list ? 'a' : '') +
    (variable.table ? 'A' : '') +
    (variable.isInteger ? 'i' : '') +
    (variable.letters === 'lower' ? 'l' : '') +
    (variable.isReadonly ? 'r' : '') +
    (variable.letters === 'upper' ? 'u' : '') +
    (variable.isExported ? 'x' : '');
  const head = `declare -${letters === '' ? '-' : letters} ${name}`;
  if (variable.list || variable.table) {
    const parts = keysOf(variable).map(
      (key) => `[${key}]=${doubleQuoted(variable.list?.get(Number(key)) ?? variable.table?.get(key) ?? '')}`,
    );
    return `${head}=(${parts.join(' ')}${variable.table && parts.length > 0 ? ' ' : ''})`;
  }
  return variable.value === undefined ? head : `${head}=${doubleQuoted(variable.value)}`;
}

/** `declare`, `local`, `export` and `readonly`: attributes, then values. */
function declares(kind: 'declare' | 'local' | 'export' | 'readonly'): Builtin {
  return async (shell, argv, open, declared) => {
    const words = argv.slice(1);
    const options = new Set<string>();
    const removed = new Set<string>();
    while (/^[-+]./.test(words[0] ?? '')) {
      const word = words.shift()!;
      if (word === '--') break;
      const unknown = [...word.slice(1)].find((letter) => !'aAfFgilnprux'.includes(letter));
      if (unknown !== undefined) return await wrongOption(shell, open, argv, word);
      for (const letter of word.slice(1)) (word.startsWith('-') ? options : removed).add(letter);
    }
    if (kind === 'export' && options.delete('n')) removed.add('x');
    if (options.has('n'))
      return await fail(
        shell,
        open,
        argv,
        '-n: name references are not supported by the shell of the embedded image',
        2,
      );
    if (kind === 'local' && !shell.variables.isInFunction)
      return await fail(shell, open, argv, 'can only be used in a function');
    if (options.has('f') || options.has('F')) return await functions(shell, words, options.has('F'), open);
    if (options.has('p') || (words.length === 0 && declared.length === 0))
      return await show(shell, argv, words, open, kind, options);
    const isLocal =
      (kind === 'local' || (kind === 'declare' && shell.variables.isInFunction)) && !options.has('g');
    let status = 0;
    const assigned = [...declared];
    for (const word of words) {
      // The value of an expansion may be an assignment.
      const match = /^([A-Za-z_]\w*)(\+?)=([\s\S]*)$/.exec(word);
      if (match !== null)
        assigned.push({
          name: match[1]!,
          appends: match[2] === '+',
          isArray: false,
          value: [{ kind: 'text', text: match[3]!, quoted: true }],
        });
      else if (variableName.test(word)) mark(declareIn(shell, word, isLocal), kind, options, removed);
      else status = await fail(shell, open, argv, `\`${word}': not a valid identifier`);
    }
    for (const assignment of assigned) {
      const variable = declareIn(shell, assignment.name, isLocal);
      if (variable.isReadonly) throw new VariableError(`${assignment.name}: readonly variable`);
      mark(variable, kind === 'readonly' ? 'declare' : kind, without(options, 'r'), removed);
      await assign(shell, assignment);
      if (kind === 'readonly' || options.has('r')) variable.isReadonly = true;
    }
    return status;
  };
}

function without(options: ReadonlySet<string>, letter: string): Set<string> {
  return new Set([...options].filter((option) => option !== letter));
}

function declareIn(shell: ShellCore, name: string, isLocal: boolean): Variable {
  return isLocal ? shell.variables.declareLocal(name) : shell.variables.ensure(name);
}

function mark(
  variable: Variable,
  kind: string,
  options: ReadonlySet<string>,
  removed: ReadonlySet<string>,
): void {
  if (options.has('a') && !variable.list) {
    variable.list = listOf(variable);
  }
  if (options.has('A')) variable.table ??= new Map();
  if (options.has('i')) variable.isInteger = true;
  if (options.has('l')) variable.letters = 'lower';
  if (options.has('u')) variable.letters = 'upper';
  if (options.has('x') || (kind === 'export' && !removed.has('x'))) variable.isExported = true;
  if (options.has('r') || kind === 'readonly') variable.isReadonly = true;
  if (removed.has('x')) variable.isExported = false;
  if (removed.has('i')) variable.isInteger = false;
}

async function show(
  shell: ShellCore,
  argv: readonly string[],
  names: readonly string[],
  open: Descriptors,
  kind: string,
  options: ReadonlySet<string>,
): Promise<number> {
  let status = 0;
  const isShown = (variable: Variable): boolean =>
    (kind !== 'export' && !options.has('x')) || variable.isExported === true;
  if (names.length === 0) {
    const all = [...shell.variables.all()].filter(([, variable]) => isShown(variable));
    const chosen =
      kind === 'readonly' || options.has('r') ? all.filter(([, variable]) => variable.isReadonly) : all;
    const lines = chosen
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, variable]) => `${shown(name, variable)}\n`);
    await writeText(open.stdout, lines.join(''));
  }
  for (const name of names) {
    const variable = shell.variables.find(name);
    if (variable === undefined) status = await fail(shell, open, argv, `${name}: not found`);
    else await writeText(open.stdout, `${shown(name, variable)}\n`);
  }
  return status;
}

async function functions(
  shell: ShellCore,
  names: readonly string[],
  isShort: boolean,
  open: Descriptors,
): Promise<number> {
  let status = 0;
  for (const name of names.length === 0 ? [...shell.functions.keys()].sort() : names) {
    const found = shell.functions.get(name);
    if (found === undefined) status = 1;
    else
      await writeText(
        open.stdout,
        isShort ? `${names.length === 0 ? 'declare -f ' : ''}${name}\n` : `${found.source}\n`,
      );
  }
  return status;
}

/** Builtins that make, change and remove variables. */
export const declaring: readonly (readonly [string, Builtin])[] = [
  ['declare', declares('declare')],
  ['typeset', declares('declare')],
  ['local', declares('local')],
  ['export', declares('export')],
  ['readonly', declares('readonly')],
  [
    'unset',
    async (shell, argv, open) => {
      const words = argv.slice(1);
      let what = '';
      while (words[0]?.startsWith('-')) {
        const option = words.shift()!;
        if (option !== '-f' && option !== '-v') return await wrongOption(shell, open, argv, option);
        what = option;
      }
      let status = 0;
      for (const word of words) {
        const element = /^([A-Za-z_]\w*)\[(.+)\]$/.exec(word);
        const name = element?.[1] ?? word;
        const variable = shell.variables.find(name);
        if (element !== null && variable) {
          const key = element[2]!;
          if (key === '@' || key === '*') shell.variables.unset(name);
          else if (variable.table) variable.table.delete(key.replace(/^["']|["']$/g, ''));
          else variable.list?.delete(Number(calculateText(shell, key)));
        } else if (what !== '-f' && variable) shell.variables.unset(name);
        else if (what !== '-v' && shell.functions.delete(name)) continue;
        else if (!variableName.test(name))
          status = await fail(shell, open, argv, `\`${word}': not a valid identifier`);
      }
      return status;
    },
  ],
  [
    'shift',
    async (shell, argv, open) => {
      const count = Number(argv[1] ?? 1);
      if (!Number.isInteger(count) || count < 0)
        return await fail(shell, open, argv, `${argv[1]}: shift count out of range`);
      if (count > shell.positional.length) return 1;
      shell.positional = shell.positional.slice(count);
      return 0;
    },
  ],
  [
    'let',
    async (shell, argv, open) => {
      if (argv.length === 1) return await fail(shell, open, argv, 'expression expected');
      let value = 0n;
      for (const text of argv.slice(1)) value = calculateText(shell, text);
      return value === 0n ? 1 : 0;
    },
  ],
];
