import { builtinNames } from '../builtins/builtin-names.ts';
import { FileError } from '../container-files.ts';
import type { ShellCore } from '../language/shell-core.ts';
import { pathOf, searchPath } from '../program.ts';

/** What may follow. */
export interface Completion {
  /** How many characters before the cursor the matches replace. */
  readonly length: number;
  /** As they are typed: quoted where that is needed, sorted. */
  readonly matches: readonly string[];
  /** As they are listed. */
  readonly shown: readonly string[];
  /** What follows a match that is the only one. */
  readonly ending: string;
}

const keywords =
  'if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc'.split(
    ' ',
  );
const mostNames = 2000;
const special = /[\s"'\\|&;()<>$`!*?[\]{}#~]/g;

/** Completes the word before the cursor: a variable after `$`, a command where one begins, otherwise a file. */
export function complete(shell: ShellCore, before: string): Completion {
  const variable = /\$(\{?)([A-Za-z_]\w*|)$/.exec(before);
  if (variable !== null) return variables(shell, variable[1] === '{', variable[2] ?? '');
  const { word, quote, isCommand } = lastWord(before);
  const typed = unquoted(word, quote);
  if (isCommand && !typed.includes('/')) return commands(shell, word, typed);
  return files(shell, word, typed, quote, isCommand);
}

function variables(shell: ShellCore, isBraced: boolean, start: string): Completion {
  const names = [...shell.variables.all()]
    .filter(
      ([name, { value, list, table }]) => name.startsWith(start) && (value ?? list ?? table) !== undefined,
    )
    .map(([name]) => name)
    .sort();
  const shown = names.map((name) => `$${isBraced ? '{' : ''}${name}${isBraced ? '}' : ''}`);
  const matches = names.map((name) => (isBraced ? `\${${name}` : `$${name}`));
  return { length: start.length + (isBraced ? 2 : 1), matches, shown, ending: isBraced ? '}' : ' ' };
}

interface LastWord {
  readonly word: string;
  /** The quote that is open at the cursor. */
  readonly quote: '"' | "'" | '';
  readonly isCommand: boolean;
}

/** The word that the cursor is at the end of. */
function lastWord(before: string): LastWord {
  let [start, quote, isCommand] = [0, '' as LastWord['quote'], true];
  let follows = true;
  for (let at = 0; at < before.length; at++) {
    const char = before[at]!;
    if (quote === '') {
      if (char === '\\') at++;
      else if (char === '"' || char === "'") quote = char;
      else if (/[\s;&|()<>]/.test(char)) {
        const word = before.slice(start, at);
        if (/[;&|(]/.test(char)) follows = true;
        else if (/[<>]/.test(char)) follows = false;
        else if (word !== '')
          follows =
            /^(?:[A-Za-z_]\w*=.*|if|then|else|elif|while|until|do|time|!|\{)$/.test(word) && isCommand;
        start = at + 1;
        isCommand = follows;
      }
    } else if (char === quote) quote = '';
    else if (char === '\\' && quote === '"') at++;
  }
  return { word: before.slice(start), quote, isCommand };
}

function unquoted(word: string, quote: LastWord['quote']): string {
  const text = quote === '' ? word : word.replace(quote, '');
  return quote === "'" ? text : text.replace(/\\(.)/g, '$1').replace(quote === '' ? /["']/g : /(?!)/, '');
}

function commands(shell: ShellCore, word: string, start: string): Completion {
  const names = new Set<string>();
  const add = (all: Iterable<string>): void => {
    for (const name of all) if (name.startsWith(start)) names.add(name);
  };
  add(keywords);
  add(builtinNames);
  add(shell.functions.keys());
  add(shell.aliases.keys());
  const directories = shell.variables.text('PATH')?.split(':') ?? searchPath;
  for (const directory of directories) {
    const path = pathOf(shell, directory === '' ? '.' : directory);
    add(
      namesIn(shell, path).filter((name) => name.startsWith(start) && isExecutable(shell, `${path}/${name}`)),
    );
  }
  const matches = [...names].sort().slice(0, mostNames);
  return { length: [...word].length, matches, shown: matches, ending: ' ' };
}

function isExecutable(shell: ShellCore, path: string): boolean {
  return shell.files.isFile(path) && shell.files.allows(path, 1);
}

function files(
  shell: ShellCore,
  word: string,
  typed: string,
  quote: LastWord['quote'],
  isCommand: boolean,
): Completion {
  // `name=path` and `a:path` complete what follows.
  const from = quote === '' ? Math.max(typed.lastIndexOf('='), typed.lastIndexOf(':')) + 1 : 0;
  const path = typed.slice(from);
  const slash = path.lastIndexOf('/') + 1;
  const [directory, start] = [path.slice(0, slash), path.slice(slash)];
  const home = shell.variables.text('HOME') ?? '/';
  const where = pathOf(shell, directory.replace(/^~(?=\/)/, home) || '.');
  const names = namesIn(shell, where)
    .filter((name) => name.startsWith(start) && (start !== '' || !name.startsWith('.')))
    .map((name) => ({ name, isDirectory: shell.files.isDirectory(`${where}/${name}`) }))
    .filter(({ name, isDirectory }) => !isCommand || isDirectory || isExecutable(shell, `${where}/${name}`))
    .slice(0, mostNames);
  const whole = from === 0 ? word : word.slice(Math.max(word.lastIndexOf('='), word.lastIndexOf(':')) + 1);
  const typedDirectory = whole.slice(0, whole.lastIndexOf('/') + 1);
  const written = (name: string): string => (quote === '' ? name.replace(special, '\\$&') : name);
  const opening = quote !== '' && typedDirectory === '' ? quote : '';
  const matches = names.map(({ name }) => `${typedDirectory}${opening}${written(name)}`);
  const [only] = names;
  return {
    length: [...whole].length,
    matches,
    shown: names.map(({ name, isDirectory }) => (isDirectory ? `${name}/` : name)),
    ending: only?.isDirectory ? '/' : `${quote} `,
  };
}

function namesIn(shell: ShellCore, path: string): string[] {
  try {
    return shell.files.list(path);
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}
