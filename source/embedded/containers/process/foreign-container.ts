import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { isExpectedFailure } from '../../../errors/expected-failure.ts';
import { describeError } from '../../../errors/lab-error.ts';
import { endMarked, markVariable, newMark } from '../../../processes/environment-mark.ts';
import { programEnvironment, starterEnvironment } from '../../../processes/machine-environment.ts';
import type { ToShim } from '../../../processes/shim-messages.ts';
import { reachedList } from '../../network/programs/address-list.ts';
import type { ProgramAccess } from '../../network/programs/program-access.ts';
import type { ContainerHost, ContainerSpec, ExitStatus, RunningContainer } from '../container.ts';
import { LineSplitter } from '../shell/line-splitter.ts';
import { execBaseProgram } from './exec-programs.ts';
import { refusedLine, safeEnvironment } from './manifest-environment.ts';
import type { ProgramNetworks } from './program-networks.ts';

export interface ForeignContainerOptions {
  /** The program and its arguments, resolved from `directory`. */
  readonly command: readonly string[];
  readonly directory: string;
  /** The bundled foreign-shim. */
  readonly shim: string;
  readonly networks: ProgramNetworks;
  /** The owner of these programs; see environment-mark. */
  readonly owner: string;
}

/** How long a finished program's output may stay open: an unknown process may hold it. */
const outputWithinMs = 1_000;

/**
 * A container whose main process is a program of this machine, in any language. It reaches the pod network as {@link ProgramNetworks}
 * says; its own listening ports are not ports of the pod. When its main process ends, everything it started ends too.
 */
export function startForeignContainer(
  { command, directory, shim, networks, owner }: ForeignContainerOptions,
  spec: ContainerSpec,
  host: ContainerHost,
): RunningContainer {
  const isWindows = process.platform === 'win32';
  const mark = newMark(owner);
  const child = spawn(process.execPath, [shim, ...command], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...starterEnvironment(), [markVariable]: mark },
    // It leads a process group, so that one signal reaches all its processes.
    detached: !isWindows,
    windowsHide: true,
  });
  let isWanted = true;
  let access: ProgramAccess | undefined;
  const begin = async (): Promise<void> => {
    const note = (text: string) => host.log('stderr', `kafka-lab: ${text}`);
    const joined = await networks.join(spec.pod, note);
    ({ access } = joined);
    if (!isRunning() || !isWanted) {
      access.close();
      signalGroup('SIGKILL');
      return;
    }
    const given = safeEnvironment(spec.env, (name, why) => host.log('stderr', refusedLine(name, why)));
    const own = mapValues(given, (value) => reachedList(value, joined.access.reach.bind(joined.access)));
    tell(child, {
      kind: 'start',
      before: joined.before(command[0] ?? ''),
      environment: { ...programEnvironment(), ...own, HOSTNAME: spec.pod.hostname },
    });
  };
  for (const name of ['stdout', 'stderr'] as const) {
    const splitter = new LineSplitter((line, isWhole) => host.log(name, line, isWhole));
    child[name]?.on('data', (chunk: Buffer) => splitter.push(chunk));
    child[name]?.on('end', () => splitter.end());
  }
  const signalGroup = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch (error) {
      // The system refused: the group is gone.
      if ((error as NodeJS.ErrnoException).syscall !== 'kill') throw error;
    }
  };
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once('error', (error) => {
      host.log('stderr', `exec ${command.join(' ')} failed: ${error.message}`);
      resolve({ exitCode: 128 });
    });
    child.once('exit', (code, signal) => {
      // At once: while the group has members, no other process gets its id.
      if (!isWindows) signalGroup('SIGKILL');
      access?.close();
      void endMarked({ mark })
        .then(() => outputEnds(child))
        .then(() =>
          resolve(signal ? { exitCode: signal === 'SIGKILL' ? 137 : 143, signal } : { exitCode: code ?? 0 }),
        );
    });
  });
  begin().catch((error: unknown) => {
    host.log('stderr', `exec ${command.join(' ')} failed: ${describeError(error)}`);
    if (child.connected) child.disconnect();
  });
  return {
    exited,
    terminate: () => {
      isWanted = false;
      if (isWindows) tell(child, { kind: 'terminate' });
      else if (isRunning()) signalGroup('SIGTERM');
    },
    kill: () => {
      if (!isWindows && isRunning()) signalGroup('SIGKILL');
      else if (child.connected) child.disconnect();
    },
    exec: (argv, streams) => execBaseProgram(spec, host.network, argv, streams),
  };
}

function mapValues(
  record: Readonly<Record<string, string>>,
  map: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

function tell(child: ChildProcess, message: ToShim): void {
  if (child.connected) child.send(message, () => {});
}

/** Resolves when all output of the program is read, or on timeout. */
async function outputEnds(child: ChildProcess): Promise<void> {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  await Promise.all(
    streams.map(async (stream) => {
      if (stream.readableEnded || stream.destroyed) return;
      const tooLate = setTimeout(() => stream.destroy(), outputWithinMs);
      try {
        await once(stream, 'close');
      } catch (error) {
        // A pipe that breaks off has delivered all that it will.
        if (!isExpectedFailure(error)) throw error;
      } finally {
        clearTimeout(tooLate);
      }
    }),
  );
}
