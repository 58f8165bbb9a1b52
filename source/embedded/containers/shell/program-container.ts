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
import { LineSplitter } from './line-splitter.ts';
import { type ContainerContext, findProgram, type Program, type ProgramTable } from './program.ts';

/** An image whose programs run in this process. */
export interface ProgramImage {
  /** Runs if the manifest has neither `command` nor `args`. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The programs, which may depend on the container's spec. */
  programs(spec: ContainerSpec, host: ContainerHost): ProgramTable;
}

/** The image's variables, before the manifest's own. */
const baseEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/home/appuser',
};

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
  readonly #env: Readonly<Record<string, string>>;
  readonly #terminated = new AbortController();
  readonly #killed = new AbortController();
  #over = false;

  constructor(image: ProgramImage, spec: ContainerSpec, host: ContainerHost) {
    const { pod } = spec;
    const files = new ContainerFiles(spec.mounts);
    files.write('/etc/hostname', `${pod.hostname}\n`);
    files.write('/etc/hosts', `127.0.0.1\tlocalhost\n${pod.ip}\t${pod.hostname}\n`);
    files.write(
      '/etc/resolv.conf',
      `search ${pod.namespace}.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n`,
    );
    const main = { terminate: () => this.terminate(), kill: () => this.kill() };
    this.#context = { pod, network: host.network, files, programs: image.programs(spec, host), main };
    this.#env = { ...baseEnvironment, ...image.env, HOSTNAME: pod.hostname, ...spec.env };
    const argv =
      spec.command.length > 0
        ? [...spec.command, ...spec.args]
        : spec.args.length > 0
          ? spec.args
          : image.command;
    const program = findProgram(this.#context.programs, argv[0] ?? '');
    if (program === undefined) throw programNotFound(argv[0] ?? '');
    this.#program = program;
    this.exited = this.#main(argv, host);
  }

  terminate(): void {
    this.#terminated.abort();
  }

  kill(): void {
    this.#killed.abort();
  }

  async exec(argv: readonly string[], streams: ExecStreams): Promise<number> {
    if (this.#over) {
      refuseExec(streams, 'cannot exec in a stopped container');
      return 126;
    }
    return execProgram(this.#context, this.#env, argv, streams, this.#killed.signal);
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
  const splitter = new LineSplitter((line) => host.log(name, line));
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
