import { Writable } from 'node:stream';
import type {
  ContainerHost,
  ContainerSpec,
  ExecStreams,
  ExitStatus,
  RunningContainer,
} from '../container.ts';
import { programNotFound } from '../start-error.ts';
import { ContainerFiles } from './container-files.ts';
import { execProgram, refuseExec } from './exec-program.ts';
import { putBaseFiles } from './image-files.ts';
import { appuser, type ImageUser } from './image-user.ts';
import { LineSplitter } from './line-splitter.ts';
import { type Process, processesOf } from './processes.ts';
import { type ContainerContext, findProgram, type Program, type ProgramTable } from './program.ts';
import { LaunchError, locate } from './run-child.ts';

/** An image whose programs run in this process. */
export interface ProgramImage {
  /** Runs if the manifest has neither `command` nor `args`. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Who runs the programs; `appuser` if not given. */
  readonly user?: ImageUser;
  /** Adds the image's files to those of every image. */
  readonly putFiles?: (files: ContainerFiles) => void;
  /** The programs, which may depend on the container's spec. */
  programs(spec: ContainerSpec, host: ContainerHost): ProgramTable;
}

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Starts a container whose main process is one of the image's programs. Throws `StartError` for an unknown command. */
export function startProgramContainer(
  image: ProgramImage,
  spec: ContainerSpec,
  host: ContainerHost,
): RunningContainer {
  return new ProgramContainer(image, spec, host);
}

class ProgramContainer implements RunningContainer {
  readonly exited: Promise<ExitStatus>;
  readonly #context: ContainerContext;
  readonly #program: Program;
  readonly #process: Process;
  readonly #env: Readonly<Record<string, string>>;
  readonly #terminated = new AbortController();
  readonly #killed = new AbortController();
  #over = false;

  constructor(image: ProgramImage, spec: ContainerSpec, host: ContainerHost) {
    const { pod } = spec;
    const user = image.user ?? appuser;
    const programs = image.programs(spec, host);
    const main = { terminate: () => this.#terminated.abort(), kill: () => this.kill() };
    const files: ContainerFiles = new ContainerFiles(spec.mounts, {
      user,
      ...(spec.layer === undefined ? {} : { layer: spec.layer }),
      ...(spec.readOnly === undefined ? {} : { readOnly: spec.readOnly }),
      fill: () => {
        putBaseFiles(files, { pod, user, programs, processes: processesOf(this.#context) });
        image.putFiles?.(files);
      },
    });
    const { workingDir } = spec;
    const own = workingDir === undefined ? {} : { workingDir };
    this.#context = {
      pod,
      network: host.network,
      files,
      programs,
      user,
      main,
      ended: this.#killed.signal,
      ...own,
    };
    this.#env = { PATH: path, HOME: user.home, ...image.env, HOSTNAME: pod.hostname, ...spec.env };
    const argv =
      spec.command.length > 0
        ? [...spec.command, ...spec.args]
        : spec.args.length > 0
          ? spec.args
          : image.command;
    this.#program = programFor(this.#context, this.#env, argv);
    const about = { argv, env: this.#env, cwd: this.#cwd, main };
    // The first process of an empty table has number 1.
    this.#process = processesOf(this.#context).start(0, about) as Process;
    this.exited = this.#main(argv, host);
  }

  get #cwd(): string {
    return this.#context.workingDir ?? this.#context.user?.home ?? '/';
  }

  terminate(): void {
    this.#process.deliver(15);
  }

  kill(): void {
    this.#killed.abort();
  }

  async exec(argv: readonly string[], streams: ExecStreams): Promise<number> {
    if (this.#over) {
      refuseExec(streams, 'cannot exec in a stopped container');
      return 126;
    }
    return execProgram(this.#context, this.#env, argv, streams, {
      ended: this.#killed.signal,
      cwd: this.#cwd,
    });
  }

  async #main(argv: readonly string[], host: ContainerHost): Promise<ExitStatus> {
    const killed = new Promise<ExitStatus>((resolve) => {
      this.#killed.signal.addEventListener('abort', () => resolve({ exitCode: 137, signal: 'SIGKILL' }), {
        once: true,
      });
    });
    const splitters = { stdout: logWriter(host, 'stdout'), stderr: logWriter(host, 'stderr') };
    const ended = this.#runMain(argv, splitters.stdout.stream, splitters.stderr.stream);
    const status = await Promise.race([ended, killed]);
    this.#over = true;
    splitters.stdout.end();
    splitters.stderr.end();
    // Everything in the container ends with its main process.
    this.#killed.abort();
    return status;
  }

  async #runMain(argv: readonly string[], stdout: Writable, stderr: Writable): Promise<ExitStatus> {
    // The caller gets the container before the first log line.
    await null;
    const [terminated, killed] = [this.#terminated.signal, this.#killed.signal];
    try {
      const exitCode = await this.#program({
        container: this.#context,
        argv,
        env: this.#env,
        stdin: undefined,
        stdout,
        stderr,
        terminated,
        killed,
        cwd: this.#cwd,
        process: this.#process,
      });
      return { exitCode };
    } catch (error) {
      stderr.write(
        `${argv[0]}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
      return { exitCode: 1 };
    }
  }
}

function logWriter(host: ContainerHost, name: 'stdout' | 'stderr') {
  const splitter = new LineSplitter((line, isWhole) => host.log(name, line, isWhole));
  let open = true;
  const stream = new Writable({
    decodeStrings: true,
    write(piece: Buffer, _encoding, done) {
      if (open) splitter.push(piece);
      done();
    },
  });
  const end = () => {
    splitter.end();
    open = false;
  };
  return { stream, end };
}

/** The main program; a script of the image or of a mount is one too. Throws `StartError`. */
function programFor(
  container: ContainerContext,
  env: Readonly<Record<string, string>>,
  argv: readonly string[],
): Program {
  const name = argv[0] ?? '';
  const program = findProgram(container.programs, name);
  if (program !== undefined) return program;
  try {
    const { program: found, interpreter } = locate({ container, env }, name);
    return (context) => found({ ...context, argv: [...interpreter, ...argv.slice(1)] });
  } catch (error) {
    if (error instanceof LaunchError) throw programNotFound(name);
    throw error;
  }
}
