import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';
import { trim } from './pattern.ts';
import type { Parameter, Script, Word, WordPart } from './syntax.ts';

/** What expansion needs from its shell. */
export interface ExpansionShell {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  /** Runs a command substitution; returns the output without trailing newlines. */
  capture(script: Script): Promise<string>;
  /** The positional parameters, `$1` first. */
  readonly positional: readonly string[];
}

/** `${NAME:?message}`, or an unset variable under `set -u`. */
export class ExpansionError extends Error {}

interface Piece {
  readonly text: string;
  readonly quoted: boolean;
}

/** A word's fields: unquoted expansions are split at blanks, and empty ones are dropped. */
export async function expandWord(shell: ExpansionShell, word: Word): Promise<string[]> {
  const fields: string[] = [];
  let current: string | undefined;
  for (const part of word) {
    if (
      part.kind === 'parameter' &&
      part.quoted &&
      part.parameter.name === '@' &&
      part.parameter.operator === undefined
    ) {
      shell.positional.forEach((value, index) => {
        if (index > 0) {
          fields.push(current ?? '');
          current = undefined;
        }
        current = (current ?? '') + value;
      });
      continue;
    }
    const text = await expandPart(shell, part);
    checkLength((current?.length ?? 0) + text.length);
    if (part.quoted || part.kind === 'text') {
      current = (current ?? '') + text;
      continue;
    }
    const split = text.split(/[ \t\n]+/);
    split.forEach((piece, index) => {
      if (index > 0 && current !== undefined) {
        fields.push(current);
        current = undefined;
      }
      if (piece !== '') current = (current ?? '') + piece;
    });
  }
  if (current !== undefined) fields.push(current);
  return fields;
}

export async function expandWords(shell: ExpansionShell, words: readonly Word[]): Promise<string[]> {
  const fields: string[] = [];
  for (const word of words) fields.push(...(await expandWord(shell, word)));
  return fields;
}

/** A word as one text, without splitting: an assignment's value, a redirection's target. */
export async function expandText(shell: ExpansionShell, word: Word): Promise<string> {
  const pieces = await expandPieces(shell, word);
  checkLength(pieces.reduce((sum, { text }) => sum + text.length, 0));
  return pieces.map((piece) => piece.text).join('');
}

async function expandPieces(shell: ExpansionShell, word: Word): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const part of word) pieces.push({ text: await expandPart(shell, part), quoted: part.quoted });
  return pieces;
}

/** A script may double a variable repeatedly. */
export const longestWord = 1024 * 1024;

function checkLength(length: number): void {
  if (length > longestWord) throw new ExpansionError('word too long');
}

async function expandPart(shell: ExpansionShell, part: WordPart): Promise<string> {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'command') return await shell.capture(part.script);
  if (part.kind === 'arithmetic') return calculate(shell, await expandText(shell, part.expression));
  return await expandParameter(shell, part.parameter);
}

function calculate(shell: ExpansionShell, text: string): string {
  try {
    return String(evaluateArithmetic(text, shell));
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    throw new ExpansionError(`arithmetic expression: ${error.message}: "${text}"`);
  }
}

async function expandParameter(shell: ExpansionShell, parameter: Parameter): Promise<string> {
  const { name, operator, word = [] } = parameter;
  const value = shell.get(name);
  const missing = operator?.startsWith(':') ? value === undefined || value === '' : value === undefined;
  switch (operator) {
    case undefined:
      return value ?? '';
    case 'length':
      return String((value ?? '').length);
    case '-':
    case ':-':
      return missing ? await expandText(shell, word) : value!;
    case '+':
    case ':+':
      return missing ? '' : await expandText(shell, word);
    case '=':
    case ':=': {
      if (!missing) return value!;
      const assigned = await expandText(shell, word);
      shell.set(name, assigned);
      return assigned;
    }
    case '?':
    case ':?':
      if (!missing) return value!;
      throw new ExpansionError(`${name}: ${(await expandText(shell, word)) || 'parameter not set or null'}`);
    default:
      return await trim(value ?? '', operator, await expandPieces(shell, word));
  }
}
