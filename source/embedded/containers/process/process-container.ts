import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { endMarked, markVariable, newMark } from '../../../processes/environment-mark.ts';
import { nodeEnvironment } from '../../../processes/machine-environment.ts';
import type { NetworkGateway } from '../../network/gateway.ts';
import type { Listener } from '../../network/pod-network.ts';
import type {
  ContainerHost,
  ContainerSpec,
  ExecStreams,
  ExitStatus,
  RunningContainer,
} from '../container.ts';
import { LineSplitter } from '../shell/line-splitter.ts';
import { isReadOnly } from '../shell/mounts.ts';
import { refusedLine, safeEnvironment } from './manifest-environment.ts';
import { permissionOptions } from './permissions.ts';
import { type FromPod, type PodIdentity, podIdentityVariable, type ToPod } from './pod-messages.ts';

export interface ProcessContainerOptions {
  /** The program and its arguments, run by this same Node. */
  readonly program: readonly string[];
  /** Where it starts, on this machine; undefined: where this process is. */
  readonly directory?: string | undefined;
  /** Files of this machine that the program reads besides the pod's volumes. */
  readonly reads: readonly string[];
  /** The owner of these programs; see environment-mark. */
  readonly owner: string;
  /** The bundled pod-preload. */
  readonly preload: string;
  readonly gateway: NetworkGateway;
  readonly exec: (argv: readonly string[], streams: ExecStreams) => Promise<number>;
}

/** A container whose main process is a Node program, run as a child process that never outlives this one. */
export function startProcessContainer(
  options: ProcessContainerOptions,
  spec: ContainerSpec,
  host: ContainerHost,
): RunningContainer {
  const identity: PodIdentity = { hostname: spec.pod.hostname };
  const mark = newMark(options.owner);
  const given = safeEnvironment(spec.env, (name, why) => host.log('stderr', refusedLine(name, why)));
  const { layer } = spec;
  const ofLayer = layer === undefined ? [] : [layer];
  const writes = Object.entries(spec.mounts).filter(([path]) => !isReadOnly(spec, path));
  const permissions = permissionOptions({
    reads: [options.preload, ...options.reads, ...Object.values(spec.mounts), ...ofLayer],
    writes: [...writes.map(([, directory]) => directory), ...ofLayer],
  });
  const child = spawn(process.execPath, [...permissions, '--require', options.preload, ...options.program], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...nodeEnvironment(),
      ...given,
      [podIdentityVariable]: JSON.stringify(identity),
      [markVariable]: mark,
    },
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
    windowsHide: true,
  });
  const ports = new PodPorts(spec.pod.ip, host.network);
  child.on('message', (message: FromPod) => {
    if (message.kind === 'reach') void answerReach(child, options.gateway, spec.pod.ip, message);
    else if (message.kind === 'listening') ports.open(message.podPort, message.port, host);
    else ports.close(message.podPort);
  });

  for (const name of ['stdout', 'stderr'] as const) {
    const splitter = new LineSplitter((line, isWhole) => host.log(name, line, isWhole));
    child[name]?.on('data', (chunk: Buffer) => splitter.push(chunk));
    child[name]?.on('end', () => splitter.end());
  }

  const exited = new Promise<ExitStatus>((resolve) => {
    child.once('error', (error) => {
      host.log('stderr', `exec ${options.program.join(' ')} failed: ${error.message}`);
      resolve({ exitCode: 128 });
    });
    // Any processes it started end with it, once nothing holds its output open.
    child.once('exit', () => void endMarked({ mark }));
    child.once('close', (code, signal) => {
      ports.closeAll();
      options.gateway.leave(spec.pod.ip);
      resolve(signal ? { exitCode: signal === 'SIGKILL' ? 137 : 143, signal } : { exitCode: code ?? 0 });
    });
  });

  return {
    exited,
    terminate: () => {
      if (process.platform === 'win32') send(child, { kind: 'terminate' });
      else child.kill('SIGTERM');
    },
    kill: () => void child.kill('SIGKILL'),
    exec: options.exec,
  };
}

function send(child: ChildProcess, message: ToPod): void {
  if (child.connected) child.send(message, () => {});
}

async function answerReach(
  child: ChildProcess,
  gateway: NetworkGateway,
  podIp: string,
  { id, host, port }: Extract<FromPod, { kind: 'reach' }>,
): Promise<void> {
  try {
    send(child, { kind: 'reach', id, port: await gateway.passage(podIp, host, port) });
  } catch (error) {
    const { code = 'EHOSTUNREACH', message } = error as NodeJS.ErrnoException;
    send(child, { kind: 'reach', id, code, message });
  }
}

/** The pod's ports that the process listens on, mapped to its ports on loopback. */
class PodPorts {
  readonly #ip: string;
  readonly #network: ContainerHost['network'];
  readonly #listeners = new Map<number, Listener>();

  constructor(ip: string, network: ContainerHost['network']) {
    this.#ip = ip;
    this.#network = network;
  }

  open(podPort: number, port: number, host: ContainerHost): void {
    this.close(podPort);
    try {
      const listener = this.#network.listen(this.#ip, podPort, (connection) => {
        const socket = connect({ host: '127.0.0.1', port, noDelay: true });
        socket.on('error', () => connection.destroy());
        connection.on('error', () => socket.destroy());
        socket.on('close', () => connection.destroy());
        connection.on('close', () => socket.destroy());
        socket.pipe(connection).pipe(socket);
      });
      this.#listeners.set(podPort, listener);
    } catch (error) {
      host.log('stderr', (error as Error).message);
    }
  }

  close(podPort: number): void {
    this.#listeners.get(podPort)?.close();
    this.#listeners.delete(podPort);
  }

  closeAll(): void {
    for (const podPort of [...this.#listeners.keys()]) this.close(podPort);
  }
}
