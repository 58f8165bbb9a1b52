import { PatternError } from '../regular-expression/parse.ts';
import { posixPattern } from '../regular-expression/posix.ts';
import type { Conditional, Word } from '../syntax/syntax.ts';
import type { Descriptors } from './descriptors.ts';
import { calculateText, expandPieces, expandText } from './expand.ts';
import { compareFiles, fileTest } from './file-tests.ts';
import { Glob } from './glob.ts';
import { ShellArray } from './shell-array.ts';
import type { ShellCore } from './shell-core.ts';

/** The status of `[[ … ]]`: 0, 1, or 2 for a malformed regular expression. */
export async function conditionHolds(
  shell: ShellCore,
  expression: Conditional,
  open: Descriptors,
): Promise<number> {
  try {
    return (await holds(shell, expression, open)) ? 0 : 1;
  } catch (error) {
    if (error instanceof PatternError) {
      await shell.complain(open, `regular expression: ${error.message}`);
      return 2;
    }
    throw error;
  }
}

async function holds(shell: ShellCore, expression: Conditional, open: Descriptors): Promise<boolean> {
  switch (expression.kind) {
    case 'word':
      return (await expandText(shell, expression.word)) !== '';
    case 'not':
      return !(await holds(shell, expression.inner, open));
    case 'and':
      return (await holds(shell, expression.left, open)) && (await holds(shell, expression.right, open));
    case 'or':
      return (await holds(shell, expression.left, open)) || (await holds(shell, expression.right, open));
    case 'unary':
      return await unary(shell, expression.operator, await expandText(shell, expression.word), open);
    case 'binary':
      return await binary(shell, expression.operator, expression.left, expression.right);
  }
}

async function unary(shell: ShellCore, operator: string, value: string, open: Descriptors): Promise<boolean> {
  if (operator === '-z') return value === '';
  if (operator === '-n') return value !== '';
  if (operator === '-o') return shell.options.has(value);
  if (operator === '-v') {
    const match = /^(\w+)\[(.*)\]$/.exec(value);
    return (
      (match === null ? shell.get(value) : shell.get(match[1]!, match[2])) !== undefined ||
      shell.variables.find(value)?.list !== undefined
    );
  }
  return fileTest(shell.context(open), operator, value) ?? false;
}

async function binary(shell: ShellCore, operator: string, left: Word, right: Word): Promise<boolean> {
  const value = await expandText(shell, left);
  const ignoresCase = shell.features.has('nocasematch');
  switch (operator) {
    case '=':
    case '==':
      return await new Glob(await expandPieces(shell, right), { ignoresCase }).matches(value);
    case '!=':
      return !(await new Glob(await expandPieces(shell, right), { ignoresCase }).matches(value));
    case '=~':
      return await matchesExpression(shell, value, right, ignoresCase);
    case '<':
      return value < (await expandText(shell, right));
    case '>':
      return value > (await expandText(shell, right));
  }
  const other = await expandText(shell, right);
  const files = compareFiles(shell, operator, value, other);
  if (files !== undefined) return files;
  const [a, b] = [calculateText(shell, value), calculateText(shell, other)];
  switch (operator) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    default:
      return a >= b;
  }
}

async function matchesExpression(
  shell: ShellCore,
  value: string,
  right: Word,
  ignoresCase: boolean,
): Promise<boolean> {
  const pieces = await expandPieces(shell, right);
  const source = pieces
    .map(({ text, quoted }) => (quoted ? text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : text))
    .join('');
  const match = await posixPattern(source, { isExtended: true, ignoresCase }).find(value, 0);
  const variable = shell.variables.ensure('BASH_REMATCH');
  variable.list = new ShellArray(match?.groups.map((group) => group ?? ''));
  return match !== undefined;
}
