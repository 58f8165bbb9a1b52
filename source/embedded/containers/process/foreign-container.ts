import { spawn } from 'node:child_process';
import type { ContainerHost, ContainerSpec, ExitStatus, RunningContainer } from '../container.ts';
import { execBaseProgram } from './exec-programs.ts';
import { LineSplitter } from './line-splitter.ts';

export interface ForeignContainerOptions {
  /** The program and its arguments, as found from `directory`. */
  readonly command: readonly string[];
  readonly directory: string;
  /** The bundled foreign-shim. */
  readonly shim: string;
  /** `127.0.0.1:PORT`: a broker that a program outside the pod network can reach. */
  readonly broker: string;
}

/**
 * A container whose main process is a program of this machine, in any language. It is not on the pod network: the name of the broker
 * in its environment is one of 127.0.0.1, and what it listens on is no port of the pod.
 */
export function startForeignContainer(
  { command, directory, shim, broker }: ForeignContainerOptions,
  spec: ContainerSpec,
  host: ContainerHost,
): RunningContainer {
  const isWindows = process.platform === 'win32';
  const { NODE_OPTIONS: _options, ...machine } = process.env;
  const child = spawn(process.execPath, [shim, ...command], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...machine, ...spec.env, HOSTNAME: spec.pod.hostname, KAFKA_BROKER: broker },
    // It leads a group of its own, so that one signal reaches all that the program starts.
    detached: !isWindows,
    windowsHide: true,
  });
  for (const name of ['stdout', 'stderr'] as const) {
    const splitter = new LineSplitter((line) => host.log(name, line));
    child[name]?.on('data', (chunk: Buffer) => splitter.push(chunk));
    child[name]?.on('end', () => splitter.end());
  }
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once('error', (error) => {
      host.log('stderr', `exec ${command.join(' ')} failed: ${error.message}`);
      resolve({ exitCode: 128 });
    });
    child.once('close', (code, signal) =>
      resolve(signal ? { exitCode: signal === 'SIGKILL' ? 137 : 143, signal } : { exitCode: code ?? 0 }),
    );
  });
  const signalGroup = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, name);
    } catch {
      // The group is gone.
    }
  };
  return {
    exited,
    terminate: () => {
      if (!isWindows) signalGroup('SIGTERM');
      else if (child.connected) child.send({ kind: 'terminate' }, () => {});
    },
    kill: () => {
      if (!isWindows) signalGroup('SIGKILL');
      else if (child.connected) child.disconnect();
    },
    exec: (argv, streams) => execBaseProgram(spec, host.network, argv, streams),
  };
}
