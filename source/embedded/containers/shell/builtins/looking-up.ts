import type { Descriptors } from '../language/descriptors.ts';
import { quoted } from '../language/quote.ts';
import type { ShellCore } from '../language/shell-core.ts';
import { LaunchError, type Located, locate } from '../run-child.ts';
import { writeText } from '../streams.ts';
import { type Builtin, fail, wrongOption } from './builtin.ts';
import { builtinNames } from './builtin-names.ts';

const keywords = new Set(
  'if then else elif fi case esac for select while until do done in function time { } ! [[ ]]'.split(' '),
);

type Kind =
  | { readonly kind: 'alias'; readonly text: string }
  | { readonly kind: 'keyword' | 'builtin' }
  | { readonly kind: 'function'; readonly text: string }
  | { readonly kind: 'file'; readonly text: string };

function kindsOf(shell: ShellCore, name: string): Kind[] {
  const kinds: Kind[] = [];
  const alias = shell.aliases.get(name);
  if (alias !== undefined) kinds.push({ kind: 'alias', text: alias });
  if (keywords.has(name)) kinds.push({ kind: 'keyword' });
  const defined = shell.functions.get(name);
  if (defined !== undefined) kinds.push({ kind: 'function', text: defined.source });
  if (builtinNames.has(name)) kinds.push({ kind: 'builtin' });
  const file = located(shell, name);
  if (file !== undefined) kinds.push({ kind: 'file', text: file.path });
  return kinds;
}

function located(shell: ShellCore, name: string): Located | undefined {
  try {
    return locate({ container: shell.container, env: shell.variables.environment(), cwd: shell.cwd }, name);
  } catch (error) {
    if (error instanceof LaunchError) return undefined;
    throw error;
  }
}

/** `type` and `command -v`: what a name runs. */
export async function describe(
  shell: ShellCore,
  how: string,
  names: readonly string[],
  open: Descriptors,
  all = false,
): Promise<number> {
  let status = 0;
  for (const name of names) {
    const kinds = kindsOf(shell, name);
    if (kinds.length === 0) {
      status = 1;
      if (how === '' || how === '-V')
        await shell.complain(open, `${how === '' ? 'type' : 'command'}: ${name}: not found`);
      continue;
    }
    for (const kind of all ? kinds : kinds.slice(0, 1)) {
      const text =
        how === '-t'
          ? kind.kind
          : how === '-v'
            ? short(name, kind)
            : how === '-p'
              ? kind.kind === 'file'
                ? kind.text
                : ''
              : long(name, kind);
      if (text !== '') await writeText(open.stdout, `${text}\n`);
    }
  }
  return status;
}

function short(name: string, kind: Kind): string {
  if (kind.kind === 'alias') return `alias ${name}=${quoted(kind.text)}`;
  return kind.kind === 'file' ? kind.text : name;
}

function long(name: string, kind: Kind): string {
  switch (kind.kind) {
    case 'alias':
      return `${name} is aliased to \`${kind.text}'`;
    case 'keyword':
      return `${name} is a shell keyword`;
    case 'builtin':
      return `${name} is a shell builtin`;
    case 'function':
      return `${name} is a function\n${kind.text}`;
    case 'file':
      return `${name} is ${kind.text}`;
  }
}

/** Builtins about names. */
export const lookingUp: readonly (readonly [string, Builtin])[] = [
  [
    'type',
    async (shell, argv, open) => {
      const words = argv.slice(1);
      let how = '';
      let all = false;
      while (words[0]?.startsWith('-')) {
        const option = words.shift()!;
        if (option === '-a') all = true;
        else if (option === '-t' || option === '-p') how = option;
        else return await wrongOption(shell, open, argv, option);
      }
      return await describe(shell, how, words, open, all);
    },
  ],
  [
    'command',
    async (shell, argv, open) => {
      const words = argv.slice(1);
      if (words[0] === '-v' || words[0] === '-V')
        return await describe(shell, words[0], words.slice(1), open);
      if (words[0] === '-p' || words[0] === '--') words.shift();
      else if (words[0]?.startsWith('-')) return await wrongOption(shell, open, argv, words[0]);
      return words.length === 0 ? 0 : await shell.runWords(words, open, false);
    },
  ],
  [
    'hash',
    async (shell, argv, open) => {
      const names = argv.slice(1).filter((word) => !word.startsWith('-'));
      const missing = names.filter((name) => located(shell, name) === undefined);
      for (const name of missing) await fail(shell, open, argv, `${name}: not found`);
      return missing.length > 0 ? 1 : 0;
    },
  ],
  [
    'alias',
    async (shell, argv, open) => {
      let status = 0;
      const words = argv.slice(1).filter((word) => word !== '-p');
      const show = async (name: string): Promise<void> =>
        await writeText(
          open.stdout,
          `alias ${name}='${shell.aliases.get(name)?.replaceAll("'", "'\\''")}'\n`,
        );
      if (words.length === 0) for (const name of [...shell.aliases.keys()].sort()) await show(name);
      for (const word of words) {
        const at = word.indexOf('=');
        if (at > 0) shell.aliases.set(word.slice(0, at), word.slice(at + 1));
        else if (shell.aliases.has(word)) await show(word);
        else status = await fail(shell, open, argv, `${word}: not found`);
      }
      return status;
    },
  ],
  [
    'unalias',
    async (shell, argv, open) => {
      let status = 0;
      for (const name of argv.slice(1)) {
        if (name === '-a') shell.aliases.clear();
        else if (!shell.aliases.delete(name)) status = await fail(shell, open, argv, `${name}: not found`);
      }
      return status;
    },
  ],
];
