import { FileError } from './container-files.ts';
import { type Process, processesOf } from './processes.ts';
import { findProgram, type Program, type ProgramContext, pathOf } from './program.ts';
import { FileWriter, type Streams, writeText } from './streams.ts';

/** A command that cannot be run: `message` follows its name. */
export class LaunchError extends Error {
  /** 127: it is not there; 126: it cannot be run. */
  readonly status: 126 | 127;

  constructor(status: 126 | 127, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Located {
  readonly program: Program;
  readonly path: string;
  /** `/bin/sh -e`: the words before those of the command, where it is a script. */
  readonly interpreter: readonly string[];
}

type Where = Pick<ProgramContext, 'container' | 'env' | 'cwd'>;

/** Finds a command in the directories of PATH, or by its path. Throws LaunchError. */
export function locate(where: Where, name: string): Located {
  const { container, env } = where;
  if (name.includes('/')) {
    const path = pathOf(where, name);
    const program = findProgram(container.programs, path);
    if (program !== undefined) return { program, path, interpreter: [] };
    return script(where, path, name);
  }
  for (const directory of (env.PATH ?? '').split(':')) {
    const path = pathOf(where, `${directory === '' ? '.' : directory}/${name}`);
    const program = findProgram(container.programs, path);
    if (program !== undefined) return { program, path, interpreter: [] };
    if (container.files.isFile(path) && container.files.allows(path, 1)) return script(where, path, name);
  }
  // The table of an image without files has programs by their names only.
  const bare = env.PATH === undefined ? container.programs.get(name) : undefined;
  if (bare !== undefined) return { program: bare, path: `/usr/bin/${name}`, interpreter: [] };
  throw new LaunchError(127, 'command not found');
}

function script(where: Where, path: string, name: string): Located {
  const { container } = where;
  const about = container.files.find(path);
  if (about === undefined) throw new LaunchError(127, 'No such file or directory');
  if (about.kind === 'directory') throw new LaunchError(126, 'Is a directory');
  if (!container.files.allows(path, 1)) throw new LaunchError(126, 'Permission denied');
  const head = firstLine(where, path);
  if (head.includes('\0')) throw new LaunchError(126, 'cannot execute binary file: Exec format error');
  const shebang = /^#!\s*(\S+)\s*(.*?)\s*$/.exec(head);
  const words = shebang === null ? ['/bin/sh'] : [shebang[1]!, ...(shebang[2] === '' ? [] : [shebang[2]!])];
  const program = findProgram(container.programs, words[0]!);
  if (program === undefined)
    throw new LaunchError(126, `${words[0]}: bad interpreter: No such file or directory`);
  return { program, path, interpreter: [...words, name.includes('/') ? name : path] };
}

function firstLine({ container }: Where, path: string): string {
  try {
    for (const piece of container.files.pieces(path))
      return piece.subarray(0, 256).toString('latin1').split('\n', 1)[0] ?? '';
  } catch (error) {
    if (error instanceof FileError) throw new LaunchError(126, error.message);
    throw error;
  }
  return '';
}

/** How a child differs from its parent. */
export interface ChildOptions extends Partial<Streams> {
  readonly env?: Readonly<Record<string, string>>;
  readonly killed?: AbortSignal;
  /** The process that the command takes over, instead of one of its own. */
  readonly process?: Process | undefined;
  /** `argv[0]` as the program sees it. */
  readonly calledAs?: string;
  /** Learns about the process before it runs. */
  readonly onStart?: (process: Process) => void;
}

/** Runs a command as a child process, and resolves with its exit code: 128 and the number for a signal. Throws LaunchError. */
export async function runChild(
  parent: ProgramContext,
  argv: readonly string[],
  options: ChildOptions = {},
): Promise<number> {
  const env = options.env ?? parent.env;
  const where = {
    container: parent.container,
    env,
    ...(parent.cwd === undefined ? {} : { cwd: parent.cwd }),
  };
  // Without a PATH of its own, a command is looked for where its parent looks.
  const path = env.PATH ?? parent.env.PATH;
  const { program, interpreter } = locate(
    path === undefined ? where : { ...where, env: { ...env, PATH: path } },
    argv[0] ?? '',
  );
  const called = [options.calledAs ?? argv[0] ?? '', ...argv.slice(1)];
  const words = interpreter.length > 0 ? [...interpreter, ...argv.slice(1)] : called;
  const table = processesOf(parent.container);
  const about = { argv: words, env, cwd: parent.cwd ?? '/', terminal: parent.process?.terminal };
  const process = options.process ?? table.start(parent.process?.pid ?? 0, about);
  if (process === undefined) throw new LaunchError(126, 'Resource temporarily unavailable');
  if (options.process) Object.assign(process, { argv: words, env });
  process.mask = parent.process?.mask ?? process.mask;
  options.onStart?.(process);
  const { stdin = parent.stdin, stdout = parent.stdout, stderr = parent.stderr } = options;
  const killed = AbortSignal.any([options.killed ?? parent.killed, process.killed]);
  const terminated = AbortSignal.any([parent.terminated, process.terminated]);
  try {
    const code = await program({
      ...parent,
      ...where,
      argv: words,
      stdin,
      stdout,
      stderr,
      terminated,
      killed,
      process,
    });
    if (process.endedBy !== undefined && process.killed.aborted) return 128 + process.endedBy;
    return await afterWriting(code, argv[0] ?? '', stdout, stderr);
  } finally {
    if (options.process === undefined) table.end(process);
  }
}

/** A program whose output did not fit into its file has failed, even if it did not notice. */
async function afterWriting(
  code: number,
  name: string,
  stdout: Streams['stdout'],
  stderr: Streams['stderr'],
): Promise<number> {
  if (!(stdout instanceof FileWriter) || stdout.failure === undefined) return code;
  await writeText(stderr, `${name}: write error: ${stdout.failure.message}\n`);
  return code === 0 ? 1 : code;
}
