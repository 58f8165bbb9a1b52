import { FileError } from '../container-files.ts';
import type { ShellCore } from '../language/shell-core.ts';
import { FunctionReturn, LoopJump, ShellExit } from '../language/shell-exit.ts';
import { pathOf } from '../program.ts';
import { LaunchError, locate, runChild } from '../run-child.ts';
import { writeText } from '../streams.ts';
import { type Builtin, fail } from './builtin.ts';

/** Builtins that decide what runs next. */
export const control: readonly (readonly [string, Builtin])[] = [
  [':', async () => 0],
  [
    'exit',
    async (shell, argv, open) => {
      if (argv[1] !== undefined && !/^[-+]?\d+$/.test(argv[1])) {
        await shell.complain(open, `exit: ${argv[1]}: numeric argument required`);
        throw new ShellExit(2);
      }
      if (shell.isInteractive) await writeText(open.stderr, 'exit\n');
      throw new ShellExit(argv[1] === undefined ? shell.status : Number(argv[1]) & 255);
    },
  ],
  [
    'return',
    async (shell, argv, open) => {
      if (!shell.variables.isInFunction && !sourcing.has(shell))
        return await fail(shell, open, argv, "can only `return' from a function or sourced script", 2);
      if (argv[1] !== undefined && !/^[-+]?\d+$/.test(argv[1]))
        return await fail(shell, open, argv, `${argv[1]}: numeric argument required`, 2);
      throw new FunctionReturn(argv[1] === undefined ? shell.status : Number(argv[1]) & 255);
    },
  ],
  ...(['break', 'continue'] as const).map((kind): [string, Builtin] => [
    kind,
    async (shell, argv, open) => {
      const levels = Number(argv[1] ?? 1);
      if (!Number.isInteger(levels) || levels < 1)
        return await fail(shell, open, argv, `${argv[1]}: loop count out of range`);
      throw new LoopJump(kind, levels);
    },
  ]),
  [
    'eval',
    async (shell, argv, open) => (argv.length === 1 ? 0 : await shell.runText(argv.slice(1).join(' '), open)),
  ],
  ['.', source],
  ['source', source],
  ['exec', exec],
  [
    'builtin',
    async (shell, argv, open) => (argv.length === 1 ? 0 : await shell.runWords(argv.slice(1), open, false)),
  ],
];

/** The shells that read a file with `.`. */
const sourcing = new WeakSet<ShellCore>();

async function source(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const [, name, ...args] = argv;
  if (name === undefined) return await fail(shell, open, argv, 'filename argument required', 2);
  let text: string;
  try {
    text = shell.files.read(sourcePath(shell, name));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await shell.complain(open, `${name}: ${error.message}`);
    return 1;
  }
  const before = shell.positional;
  const wasSourcing = sourcing.has(shell);
  sourcing.add(shell);
  if (args.length > 0) shell.positional = args;
  try {
    return await shell.runText(text, open, { name });
  } catch (error) {
    if (error instanceof FunctionReturn && !shell.variables.isInFunction) return error.status;
    throw error;
  } finally {
    if (args.length > 0) shell.positional = before;
    if (!wasSourcing) sourcing.delete(shell);
  }
}

function sourcePath(shell: ShellCore, name: string): string {
  if (name.includes('/')) return pathOf(shell, name);
  for (const directory of (shell.get('PATH') ?? '').split(':')) {
    const path = pathOf(shell, `${directory === '' ? '.' : directory}/${name}`);
    if (shell.files.isFile(path)) return path;
  }
  return pathOf(shell, name);
}

/** Replaces the shell by a program; without one, its redirections become those of the shell. */
async function exec(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const words = argv.slice(1);
  let calledAs: string | undefined;
  let isClean = false;
  while (words[0]?.startsWith('-')) {
    const option = words.shift();
    if (option === '--') break;
    if (option === '-a') calledAs = words.shift();
    else if (option === '-c') isClean = true;
    else if (option !== '-l') return await fail(shell, open, argv, `${option}: invalid option`, 2);
  }
  if (words.length === 0) {
    shell.descriptors = open;
    return 0;
  }
  const context = shell.context(open);
  const env = isClean ? {} : context.env;
  try {
    locate({ ...context, env: context.env }, words[0]!);
    // Handlers do not survive in another program; what is ignored stays so.
    for (const [name, action] of shell.traps.all()) if (action !== '') shell.traps.set(name, undefined);
    const status = await runChild(context, words, {
      env,
      process: shell.process,
      ...(calledAs === undefined ? {} : { calledAs }),
    });
    throw new ShellExit(status);
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    await writeText(
      open.stderr,
      `${shell.name}: line ${shell.special('LINENO')}: exec: ${words[0]}: ${error.message.replace('command not found', 'not found')}\n`,
    );
    throw new ShellExit(error.status);
  }
}
