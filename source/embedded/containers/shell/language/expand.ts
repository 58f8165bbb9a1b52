import { nextTurn } from '../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../bounds/slices.ts';
import type { Word, WordPart } from '../syntax/syntax.ts';
import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';
import { BraceError, expandBraces } from './braces.ts';
import { expandParameter, subscript } from './expand-parameter.ts';
import { ExpansionError } from './expansion-error.ts';
import type { Expanded, Expander, ExpansionShell } from './expansion-shell.ts';
import { isPattern, type Piece } from './glob.ts';
import { matchPaths } from './match-paths.ts';
import { splitFields } from './split-fields.ts';

/** A script may double a variable repeatedly. */
export const longestWord = 1024 * 1024;
/** How many words a command may have, and their characters. */
export const mostFields = 200_000;
const mostCharacters = 16 * 1024 * 1024;
/** No path is longer, in characters. */
const longestPath = 4096;

type Field = Piece[];

/** The fields of words: braces, expansions, splitting and file names. */
export async function expandWords(shell: ExpansionShell, words: readonly Word[]): Promise<string[]> {
  const fields: string[] = [];
  let characters = 0;
  for (const word of words)
    for (const one of bracesOf(shell, word))
      for (const field of await fieldsOf(shell, one)) {
        if (sharedSlice.isOver()) await nextTurn();
        for (const name of await namesFor(shell, field)) {
          fields.push(name);
          characters += name.length;
        }
        if (fields.length > mostFields || characters > mostCharacters)
          throw new ExpansionError('argument list too long');
      }
  return fields;
}

function* bracesOf(shell: ExpansionShell, word: Word): Generator<Word> {
  if (!shell.options.has('B')) return yield word;
  try {
    yield* expandBraces(word);
  } catch (error) {
    if (error instanceof BraceError) throw new ExpansionError(error.message);
    throw error;
  }
}

async function namesFor(shell: ExpansionShell, field: Field): Promise<readonly string[]> {
  const text = field.map((piece) => piece.text).join('');
  checkLength(text.length);
  if (shell.options.has('f') || text.length > longestPath || !isPattern(field)) return [text];
  const found = await matchPaths(shell, field);
  if (found.length > 0) return found;
  if (shell.features.has('failglob')) throw new ExpansionError(`no match: ${text}`);
  return shell.features.has('nullglob') ? [] : [text];
}

async function fieldsOf(shell: ExpansionShell, word: Word): Promise<Field[]> {
  const fields: Field[] = [];
  let current: Field | undefined;
  const flush = (): void => {
    if (current !== undefined) fields.push(current);
    current = undefined;
  };
  const add = (text: string, quoted: boolean): void => {
    current ??= [];
    current.push({ text, quoted });
  };
  const separators = shell.variables.text('IFS') ?? ' \t\n';
  const addSplit = async (text: string): Promise<void> => {
    const { fields: parts, isLed, isTrailed } = await splitFields(text, separators);
    if (isLed) flush();
    parts.forEach((part, index) => {
      if (index > 0) flush();
      add(part, false);
    });
    if (isTrailed) flush();
  };
  for (const [at, part] of withTilde(shell, word, false).entries()) {
    if (part.kind === 'text') {
      add(part.text, part.quoted);
      continue;
    }
    const value = await valuesOfPart(shell, part);
    if (value.isMany && value.isStar && part.quoted) {
      add(value.values.join(separators.slice(0, 1)), true);
      continue;
    }
    if (!value.isMany) {
      const [text = ''] = value.values;
      if (part.quoted) add(text, true);
      else await addSplit(text);
      continue;
    }
    // `"$@"` in quotes beside nothing else: no field where there are no parameters.
    const isAlone = word.length <= 2 && at === word.length - 1;
    if (value.values.length === 0 && part.quoted && isAlone) current = undefined;
    for (const [index, text] of value.values.entries()) {
      if (index > 0) flush();
      if (part.quoted) add(text, true);
      else await addSplit(text);
    }
  }
  flush();
  return fields;
}

/** A word as one text, without splitting: an assignment's value, a redirection's target. */
export async function expandText(shell: ExpansionShell, word: Word, isAssignment = false): Promise<string> {
  const pieces = await expandPieces(shell, word, isAssignment);
  checkLength(pieces.reduce((sum, { text }) => sum + text.length, 0));
  return pieces.map((piece) => piece.text).join('');
}

/** The same for a pattern: quoted pieces match themselves. */
export async function expandPieces(
  shell: ExpansionShell,
  word: Word,
  isAssignment = false,
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const part of withTilde(shell, word, isAssignment)) {
    if (part.kind === 'text') pieces.push(part);
    else {
      const { values, isStar } = await valuesOfPart(shell, part);
      const joiner = isStar ? (shell.variables.text('IFS') ?? ' ').slice(0, 1) : ' ';
      pieces.push({ text: values.join(joiner), quoted: part.quoted });
    }
  }
  return pieces;
}

/** `~` and `~/…` at the start of a word; in an assignment also after a colon. */
function withTilde(shell: ExpansionShell, word: Word, isAssignment: boolean): Word {
  const [first] = word;
  if (first?.kind !== 'text' || first.quoted || !first.text.includes('~')) return word;
  const home = shell.variables.text('HOME') ?? '/';
  const replaced = (text: string): WordPart[] => {
    const match = /^~([+-]?)(?=\/|$)/.exec(text);
    if (match === null || (text === match[0] && word.length > 1 && !isAssignment))
      return [{ ...first, text }];
    const value =
      match[1] === '+' ? shell.cwd : match[1] === '-' ? (shell.variables.text('OLDPWD') ?? text) : home;
    return [
      { kind: 'text', text: value, quoted: true },
      { kind: 'text', text: text.slice(match[0].length), quoted: false },
    ];
  };
  const parts = isAssignment ? first.text.split(/(?<=:)/) : [first.text];
  return [...parts.flatMap(replaced), ...word.slice(1)];
}

function expanderOf(shell: ExpansionShell): Expander {
  return {
    shell,
    text: (word) => expandText(shell, word),
    pieces: (word) => expandPieces(shell, word),
    calculate: (word) => calculate(shell, word),
  };
}

/** The key that a subscript names: a text of its own, or the value of an expression. */
export function expandSubscript(shell: ExpansionShell, name: string, index: Word): Promise<string> {
  return subscript(expanderOf(shell), name, index);
}

async function valuesOfPart(
  shell: ExpansionShell,
  part: Exclude<WordPart, { kind: 'text' }>,
): Promise<Expanded> {
  if (part.kind === 'parameter') return await expandParameter(expanderOf(shell), part.parameter, part.quoted);
  const one = (text: string): Expanded => ({ values: [text], isMany: false, isStar: false });
  if (part.kind === 'command') return one(await shell.capture(part.script));
  if (part.kind === 'process') return one(await shell.substituteProcess(part.direction, part.script));
  return one(String(await calculate(shell, part.expression)));
}

/** The value of an arithmetic expression. Throws ExpansionError. */
export async function calculate(shell: ExpansionShell, expression: Word): Promise<bigint> {
  return calculateText(shell, await expandText(shell, expression));
}

export function calculateText(shell: ExpansionShell, text: string): bigint {
  try {
    return evaluateArithmetic(text.replaceAll('"', ''), {
      get: (name, index) => shell.get(name, index),
      set: (name, value, index) => shell.set(name, value, index),
      hasNames: (name) => shell.hasNames(name),
    });
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    throw new ExpansionError(error.message);
  }
}

function checkLength(length: number): void {
  if (length > longestWord) throw new ExpansionError('word too long');
}
