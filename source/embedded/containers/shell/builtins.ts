import { parseScript } from './parser.ts';
import { type ContainerContext, findProgram } from './program.ts';
import { LoopJump, ShellExit } from './shell-exit.ts';
import { type Streams, takeLine, writeText } from './streams.ts';
import { type Script, ShellSyntaxError } from './syntax.ts';

/** How a builtin changes or queries its shell. */
export interface BuiltinShell {
  readonly container: ContainerContext;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  readonly options: Set<string>;
  positional: readonly string[];
  readonly status: number;
  readonly killed: AbortSignal;
  set(name: string, value: string): void;
  runList(script: Script, streams: Streams): Promise<void>;
  runProgram(argv: readonly string[], streams: Streams, line: number): Promise<number>;
  complain(streams: Streams, line: number, message: string): Promise<void>;
}

type Builtin = (
  shell: BuiltinShell,
  argv: readonly string[],
  streams: Streams,
  line: number,
) => Promise<number>;

const variableName = /^[A-Za-z_]\w*$/;

/** The shell's builtins. POSIX builtins that are not supported are refused by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', async () => 0],
  [
    'export',
    async (shell, argv, streams, line) => {
      for (const word of argv.slice(1)) {
        const [name = '', ...value] = word.split('=');
        if (word === '-p') continue;
        if (!variableName.test(name)) {
          await shell.complain(streams, line, `export: ${name}: bad variable name`);
          throw new ShellExit(2);
        }
        if (word.includes('=')) shell.set(name, value.join('='));
        shell.exported.add(name);
      }
      if (argv.length === 1 || argv[1] === '-p') {
        const lines = [...shell.exported]
          .sort()
          .map((name) => `export ${name}='${shell.variables.get(name) ?? ''}'\n`);
        await writeText(streams.stdout, lines.join(''));
      }
      return 0;
    },
  ],
  [
    'unset',
    async (shell, argv) => {
      for (const name of argv.slice(1)) {
        shell.variables.delete(name);
        shell.exported.delete(name);
      }
      return 0;
    },
  ],
  [
    'set',
    async (shell, argv, streams, line) => {
      const words = argv.slice(1);
      for (let word = words.shift(); word !== undefined; word = words.shift()) {
        if (word === '--') {
          shell.positional = words;
          return 0;
        }
        // `pipefail` is bash's: known here so that a script that sets it gets an error.
        if (word === '-o' || word === '+o' || !/^[-+][aeux]+$/.test(word)) {
          await shell.complain(
            streams,
            line,
            `set: Illegal option ${word}${word.endsWith('o') ? ` ${words[0] ?? ''}` : ''}`,
          );
          throw new ShellExit(2);
        }
        for (const letter of word.slice(1)) {
          if (word.startsWith('-')) shell.options.add(letter);
          else shell.options.delete(letter);
        }
      }
      return 0;
    },
  ],
  [
    'shift',
    async (shell, argv) => {
      shell.positional = shell.positional.slice(Number(argv[1] ?? 1));
      return 0;
    },
  ],
  [
    'exit',
    async (shell, argv) => {
      throw new ShellExit(argv[1] === undefined ? shell.status : Number(argv[1]) & 255);
    },
  ],
  [
    'exec',
    async (shell, argv, streams, line) => {
      if (argv.length === 1) return 0;
      throw new ShellExit(await shell.runProgram(argv.slice(1), streams, line));
    },
  ],
  [
    'eval',
    async (shell, argv, streams, line) => {
      try {
        await shell.runList(parseScript(argv.slice(1).join(' '), line), streams);
      } catch (error) {
        if (!(error instanceof ShellSyntaxError)) throw error;
        await shell.complain(streams, error.line, error.message);
        throw new ShellExit(2);
      }
      return shell.status;
    },
  ],
  [
    'command',
    async (shell, argv, streams, line) => {
      if (argv[1] !== '-v')
        return argv.length === 1 ? 0 : await shell.runProgram(argv.slice(1), streams, line);
      const name = argv[2] ?? '';
      if (!builtins.has(name) && findProgram(shell.container.programs, name) === undefined) return 127;
      await writeText(streams.stdout, `${name}\n`);
      return 0;
    },
  ],
  [
    'cd',
    async (shell, argv) => {
      shell.set('PWD', argv[1] ?? shell.variables.get('HOME') ?? '/');
      return 0;
    },
  ],
  [
    'break',
    async () => {
      throw new LoopJump('break');
    },
  ],
  [
    'continue',
    async () => {
      throw new LoopJump('continue');
    },
  ],
  [
    'read',
    async (shell, argv, streams, line) => {
      const words = argv.slice(1);
      if (words[0] === '-r') words.shift();
      const wrong = words.find((word) => !variableName.test(word));
      if (wrong !== undefined) {
        await shell.complain(streams, line, `read: ${wrong}: bad variable name`);
        return 2;
      }
      const { text, isWhole } = await takeLine(streams.stdin, shell.killed);
      const names = words.length > 0 ? words : ['REPLY'];
      // The last name gets the rest, including the blanks in between.
      let rest = text.trim();
      for (const [index, name] of names.entries()) {
        const [first = ''] = index < names.length - 1 ? rest.split(/[ \t]+/, 1) : [rest];
        shell.set(name, first);
        rest = rest.slice(first.length).trimStart();
      }
      return isWhole ? 0 : 1;
    },
  ],
  ...['trap', 'wait', 'umask', 'ulimit', '.', 'source', 'getopts', 'times', 'alias', 'local', 'return'].map(
    (name): [string, Builtin] => [
      name,
      async (shell, _argv, streams, line) => {
        await shell.complain(streams, line, `${name}: not supported by this shell`);
        throw new ShellExit(2);
      },
    ],
  ),
]);
