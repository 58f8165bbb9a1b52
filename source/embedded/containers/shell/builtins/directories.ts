import { FileError } from '../container-files.ts';
import type { Descriptors } from '../language/descriptors.ts';
import type { ShellCore } from '../language/shell-core.ts';
import { pathOf } from '../program.ts';
import { writeText } from '../streams.ts';
import { type Builtin, fail, wrongOption } from './builtin.ts';

/** Changes the directory, or says why not. */
async function change(
  shell: ShellCore,
  argv: readonly string[],
  target: string,
  open: Descriptors,
  isPhysical = false,
): Promise<number> {
  try {
    const path = pathOf(shell, target).replace(/(.)\/+$/, '$1');
    const about = shell.files.about(path);
    if (about.kind !== 'directory') return await fail(shell, open, argv, `${target}: Not a directory`);
    if (!shell.files.allows(path, 1)) return await fail(shell, open, argv, `${target}: Permission denied`);
    const { cwd } = shell;
    shell.cwd = isPhysical ? shell.files.realPath(path) : pathOf({ cwd: '/' }, path);
    if (shell.cwd === '') shell.cwd = '/';
    shell.set('OLDPWD', cwd);
    shell.set('PWD', shell.cwd);
    return 0;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return await fail(shell, open, argv, `${target}: ${error.message}`);
  }
}

function shownDirectory(shell: ShellCore, path: string): string {
  const home = shell.get('HOME');
  return home !== undefined && (path === home || path.startsWith(`${home}/`))
    ? `~${path.slice(home.length)}`
    : path;
}

async function showDirectories(shell: ShellCore, open: Descriptors): Promise<void> {
  const all = [shell.cwd, ...shell.directories].map((path) => shownDirectory(shell, path));
  await writeText(open.stdout, `${all.join(' ')}\n`);
}

/** Builtins about the working directory. */
export const directories: readonly (readonly [string, Builtin])[] = [
  [
    'cd',
    async (shell, argv, open) => {
      const words = argv.slice(1);
      let isPhysical = false;
      while (/^-[LP@e]+$/.test(words[0] ?? '') || words[0] === '--') isPhysical = words.shift() === '-P';
      if (words.length > 1) return await fail(shell, open, argv, 'too many arguments');
      const [word] = words;
      if (word === '') return 0;
      const target = word === '-' ? shell.get('OLDPWD') : (word ?? shell.get('HOME'));
      if (target === undefined)
        return await fail(shell, open, argv, `${word === '-' ? 'OLDPWD' : 'HOME'} not set`);
      const status = await change(shell, argv, target, open, isPhysical);
      if (status === 0 && word === '-') await writeText(open.stdout, `${shell.cwd}\n`);
      return status;
    },
  ],
  [
    'pwd',
    async (shell, argv, open) => {
      const wrong = argv.slice(1).find((word) => !/^-[LP]$/.test(word));
      if (wrong?.startsWith('-')) return await wrongOption(shell, open, argv, wrong);
      await writeText(open.stdout, `${argv.includes('-P') ? shell.files.realPath(shell.cwd) : shell.cwd}\n`);
      return 0;
    },
  ],
  [
    'pushd',
    async (shell, argv, open) => {
      const [target = shell.directories.shift()] = argv.slice(1);
      if (target === undefined) return await fail(shell, open, argv, 'no other directory');
      const before = shell.cwd;
      const status = await change(shell, argv, target, open);
      if (status !== 0) return status;
      shell.directories.unshift(before);
      await showDirectories(shell, open);
      return 0;
    },
  ],
  [
    'popd',
    async (shell, argv, open) => {
      const target = shell.directories[0];
      if (target === undefined) return await fail(shell, open, argv, 'directory stack empty');
      const status = await change(shell, argv, target, open);
      if (status !== 0) return status;
      shell.directories.shift();
      await showDirectories(shell, open);
      return 0;
    },
  ],
  [
    'dirs',
    async (shell, argv, open) => {
      if (argv[1] === '-c') shell.directories.splice(0);
      else if (argv.length > 1) return await wrongOption(shell, open, argv, argv[1]!);
      else await showDirectories(shell, open);
      return 0;
    },
  ],
];
