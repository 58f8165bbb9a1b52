import { nextTurn } from '../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../bounds/slices.ts';
import { characterCount, characterSlice } from '../characters.ts';
import type { Operation, Parameter, Word } from '../syntax/syntax.ts';
import { ExpansionError } from './expansion-error.ts';
import type { Expanded, Expander } from './expansion-shell.ts';
import { type Change, Glob, type Piece, replacer, trimmer } from './glob.ts';
import { quoted, quotedAlways } from './quote.ts';
import { keysOf, valuesOf } from './variables.ts';

/** A parameter before its operation; undefined where it is not set. */
interface Found {
  readonly values: readonly string[] | undefined;
  readonly isMany: boolean;
  readonly isStar: boolean;
}

/** `$NAME`, `${NAME…}` */
export async function expandParameter(
  expander: Expander,
  parameter: Parameter,
  isQuoted: boolean,
): Promise<Expanded> {
  const { operation } = parameter;
  if (operation?.kind === 'names') {
    const names = [...expander.shell.variables.all()]
      .map(([name]) => name)
      .filter((name) => name.startsWith(parameter.name));
    return many(names.sort());
  }
  if (operation?.kind === 'keys') {
    const variable = expander.shell.variables.find(parameter.name);
    return { values: keysOf(variable), isMany: true, isStar: starOf(parameter.index) };
  }
  const found = parameter.isIndirect
    ? await indirect(expander, parameter)
    : await lookUp(expander, parameter);
  if (operation?.kind === 'default') return await byDefault(expander, parameter, operation, found, isQuoted);
  if (found.values === undefined && expander.shell.options.has('u') && !found.isMany)
    throw new ExpansionError(`${shownName(parameter)}: unbound variable`, 127);
  if (operation === undefined) return finished(found, found.values ?? []);
  return await applied(expander, parameter, operation, found);
}

const many = (values: readonly string[]): Expanded => ({ values, isMany: true, isStar: false });

function finished(found: Found, values: readonly string[]): Expanded {
  return { values, isMany: found.isMany, isStar: found.isStar };
}

/** The name as messages show it. */
function shownName({ name, index }: Parameter): string {
  const text = index?.map((part) => (part.kind === 'text' ? part.text : '…')).join('');
  return text === undefined ? name : `${name}[${text}]`;
}

function starOf(index: Word | undefined): boolean {
  const [part] = index ?? [];
  return part?.kind === 'text' && part.text === '*';
}

async function lookUp(expander: Expander, { name, index }: Parameter): Promise<Found> {
  if (name === '@' || name === '*')
    return { values: expander.shell.positional, isMany: true, isStar: name === '*' };
  if (index === undefined) {
    const value = expander.shell.get(name);
    return { values: value === undefined ? undefined : [value], isMany: false, isStar: false };
  }
  const [part] = index;
  if (index.length === 1 && part?.kind === 'text' && !part.quoted && /^[@*]$/.test(part.text))
    return { values: valuesOf(expander.shell.variables.find(name)), isMany: true, isStar: part.text === '*' };
  const value = expander.shell.get(name, await subscript(expander, name, index));
  return { values: value === undefined ? undefined : [value], isMany: false, isStar: false };
}

/** The key that a subscript names: a text of its own, or the value of an expression. */
export async function subscript(expander: Expander, name: string, index: Word): Promise<string> {
  if (expander.shell.hasNames(name)) return await expander.text(index);
  return String(await expander.calculate(index));
}

async function indirect(expander: Expander, parameter: Parameter): Promise<Found> {
  const { values } = await lookUp(expander, parameter);
  const [target] = values ?? [];
  const match = /^([A-Za-z_]\w*|\d+|[?#@*$!-])(?:\[([^\]]*)\])?$/.exec(target ?? '');
  if (match === null) throw new ExpansionError(`${target ?? parameter.name}: invalid variable name`);
  const [, name = '', index] = match;
  return await lookUp(expander, {
    name,
    ...(index === undefined ? {} : { index: [{ kind: 'text', text: index, quoted: false }] }),
  });
}

async function byDefault(
  expander: Expander,
  parameter: Parameter,
  { operator, word }: Operation & { kind: 'default' },
  found: Found,
  isQuoted: boolean,
): Promise<Expanded> {
  const text = found.values?.join(' ');
  const isMissing = operator.startsWith(':')
    ? text === undefined || text === '' || found.values?.length === 0
    : text === undefined || (found.isMany && found.values?.length === 0);
  const other = async (): Promise<Expanded> => {
    const value = await expander.text(word);
    // In quotes it is one field, even if it is empty.
    return { values: value === '' && !isQuoted ? [] : [value], isMany: false, isStar: false };
  };
  switch (operator.at(-1)) {
    case '-':
      return isMissing ? await other() : finished(found, found.values ?? []);
    case '+':
      return isMissing ? { values: [], isMany: false, isStar: false } : await other();
    case '=': {
      if (!isMissing) return finished(found, found.values ?? []);
      if (!/^[A-Za-z_]/.test(parameter.name))
        throw new ExpansionError(`$${parameter.name}: cannot assign in this way`);
      const value = await expander.text(word);
      const index = parameter.index && (await subscript(expander, parameter.name, parameter.index));
      expander.shell.set(parameter.name, value, index);
      return { values: [value], isMany: false, isStar: false };
    }
    default: {
      if (!isMissing) return finished(found, found.values ?? []);
      const fallback = operator.startsWith(':') ? 'parameter null or not set' : 'parameter not set';
      throw new ExpansionError(`${shownName(parameter)}: ${(await expander.text(word)) || fallback}`, 127);
    }
  }
}

async function applied(
  expander: Expander,
  parameter: Parameter,
  operation: Exclude<Operation, { kind: 'default' | 'names' | 'keys' }>,
  found: Found,
): Promise<Expanded> {
  const values = found.values ?? [];
  const each = async (change: Change): Promise<Expanded> => {
    const changed: string[] = [];
    for (const value of values) {
      if (sharedSlice.isOver()) await nextTurn();
      changed.push(await change(value));
    }
    return finished(found, changed);
  };
  switch (operation.kind) {
    case 'length':
      return {
        values: [String(found.isMany ? values.length : characterCount(values[0] ?? ''))],
        isMany: false,
        isStar: false,
      };
    case 'trim': {
      return await each(trimmer(operation.operator, await expander.pieces(operation.pattern)));
    }
    case 'replace': {
      const pattern = await expander.pieces(operation.pattern);
      const replacement = await expander.text(operation.replacement);
      return await each(replacer(operation.where, pattern, replacement));
    }
    case 'case':
      return await each(caseChanger(operation.operator, await expander.pieces(operation.pattern)));
    case 'slice':
      return await slice(expander, parameter, operation, found);
    case 'transform':
      return await each((value) => transformed(operation.letter, value, parameter));
  }
}

/** `${value^}`, `${value,,pattern}`: the first letter, or all, that the pattern matches. */
function caseChanger(operator: string, pieces: readonly Piece[]): Change {
  const glob = pieces.length === 0 ? undefined : new Glob(pieces);
  const changed = (text: string): string =>
    operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase();
  const isAll = operator.length === 2;
  if (glob === undefined && isAll) return changed;
  const known = new Map<string, string>();
  return async (value) => {
    let result = '';
    for (const char of isAll ? value : characterSlice(value, 0, 1)) {
      const replacement = known.get(char) ?? (glob && !(await glob.matches(char)) ? char : changed(char));
      known.set(char, replacement);
      result += replacement;
    }
    return isAll ? result : result + characterSlice(value, 1);
  };
}

async function slice(
  expander: Expander,
  parameter: Parameter,
  { offset, length }: Operation & { kind: 'slice' },
  found: Found,
): Promise<Expanded> {
  const from = Number(await expander.calculate(offset));
  const count = length === undefined ? undefined : Number(await expander.calculate(length));
  if (found.isMany) {
    if (count !== undefined && count < 0) throw new ExpansionError(`${count}: substring expression < 0`);
    // `${@:0}` begins with the name of the expander.shell.
    const isPositional = parameter.name === '@' || parameter.name === '*';
    const all = isPositional
      ? [expander.shell.special('0') ?? '', ...(found.values ?? [])]
      : (found.values ?? []);
    const start = from < 0 ? Math.max(0, all.length + from) : from;
    return finished(found, all.slice(start, count === undefined ? undefined : start + count));
  }
  const [text = ''] = found.values ?? [];
  const total = characterCount(text);
  const start = from < 0 ? total + from : from;
  if (start < 0 || start > total) return finished(found, found.values === undefined ? [] : ['']);
  const end = count === undefined ? undefined : count < 0 ? total + count : start + count;
  if (end !== undefined && end < start) throw new ExpansionError(`${count}: substring expression < 0`);
  return finished(found, [characterSlice(text, start, end)]);
}

function transformed(letter: string, value: string, parameter: Parameter): string {
  switch (letter) {
    case 'Q':
      return quotedAlways(value);
    case 'U':
      return value.toUpperCase();
    case 'L':
      return value.toLowerCase();
    case 'u':
      return value.slice(0, 1).toUpperCase() + value.slice(1);
    case 'A':
      return `${parameter.name}=${quoted(value)}`;
    default:
      throw new ExpansionError(
        letter === ''
          ? `${parameter.name}: bad substitution`
          : `\${${parameter.name}@${letter}}: bad substitution`,
      );
  }
}
