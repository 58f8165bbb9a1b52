import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { isExpectedFailure } from '../../../errors/expected-failure.ts';
import { endMarked, markVariable, newMark } from '../../../processes/environment-mark.ts';
import { programEnvironment, starterEnvironment } from '../../../processes/machine-environment.ts';
import type { ToShim } from '../../../processes/shim-messages.ts';
import type { ContainerHost, ContainerSpec, ExitStatus, RunningContainer } from '../container.ts';
import { LineSplitter } from '../shell/line-splitter.ts';
import { execBaseProgram } from './exec-programs.ts';
import { refusedLine, safeEnvironment } from './manifest-environment.ts';

export interface ForeignContainerOptions {
  /** The program and its arguments, resolved from `directory`. */
  readonly command: readonly string[];
  readonly directory: string;
  /** The bundled foreign-shim. */
  readonly shim: string;
  /** `127.0.0.1:PORT`: a broker that programs outside the pod network can reach. */
  readonly broker: string;
  /** The owner of these programs; see environment-mark. */
  readonly owner: string;
}

/** How long a finished program's output may stay open: an unknown process may hold it. */
const outputWithinMs = 1_000;

/**
 * A container whose main process is a program of this machine, in any language. It is not on the pod network: the broker in its
 * environment is an address on 127.0.0.1, and its listening ports are not ports of the pod. When its main process ends, everything it
 * started ends too.
 */
export function startForeignContainer(
  { command, directory, shim, broker, owner }: ForeignContainerOptions,
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
  const given = safeEnvironment(spec.env, (name, why) => host.log('stderr', refusedLine(name, why)));
  tell(child, {
    kind: 'start',
    environment: { ...programEnvironment(), ...given, HOSTNAME: spec.pod.hostname, KAFKA_BROKER: broker },
  });
  for (const name of ['stdout', 'stderr'] as const) {
    const splitter = new LineSplitter((line) => host.log(name, line));
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
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once('error', (error) => {
      host.log('stderr', `exec ${command.join(' ')} failed: ${error.message}`);
      resolve({ exitCode: 128 });
    });
    child.once('exit', (code, signal) => {
      // At once: while the group has members, no other process gets its id.
      if (!isWindows) signalGroup('SIGKILL');
      void endMarked({ mark })
        .then(() => outputEnds(child))
        .then(() =>
          resolve(signal ? { exitCode: signal === 'SIGKILL' ? 137 : 143, signal } : { exitCode: code ?? 0 }),
        );
    });
  });
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    exited,
    terminate: () => {
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
