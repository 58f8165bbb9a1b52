/**
 * Loaded before the program of a Node container. Emulates a pod for the process: the pod's host name, its own ports, cluster DNS names,
 * and an end when the node goes away. The program does not notice.
 */
import { Server, Socket } from 'node:net';
import os from 'node:os';
import { type FromPod, type PodIdentity, podIdentityVariable, type ToPod } from './pod-messages.ts';

type Reached = Extract<ToPod, { kind: 'reach' }>;

const identity = JSON.parse(process.env[podIdentityVariable] ?? '{}') as PodIdentity;
delete process.env[podIdentityVariable];

os.hostname = () => identity.hostname;

const waiting = new Map<number, (answer: Reached) => void>();
let nextId = 0;

function tell(message: FromPod): void {
  if (process.connected) process.send?.(message);
}

process.on('message', (message: ToPod) => {
  if (message.kind === 'reach') {
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
    if (waiting.size === 0) process.channel?.unref();
  } else if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM');
  else process.exit(143);
});
process.on('disconnect', () => process.exit(137));
process.channel?.unref();

function reach(host: string, port: number): Promise<Reached> {
  return new Promise((resolve) => {
    const id = nextId++;
    waiting.set(id, resolve);
    process.channel?.ref();
    tell({ kind: 'reach', id, host, port });
  });
}

interface TcpTarget {
  readonly options: Record<string, unknown>;
  readonly host: string;
  readonly port: number;
  readonly onConnect: (() => void) | undefined;
}

/** The target of a `connect` call in any of net's forms; undefined for a path (a Unix socket), which is not redirected. */
function targetOf(args: readonly unknown[]): TcpTarget | undefined {
  const list: readonly unknown[] = Array.isArray(args[0]) ? args[0] : args;
  const onConnect = list.find((arg): arg is () => void => typeof arg === 'function');
  const [first, second] = list;
  const options =
    typeof first === 'object' && first !== null
      ? (first as Record<string, unknown>)
      : { port: first, host: typeof second === 'string' ? second : undefined };
  const port = Number(options.port);
  if (options.path !== undefined || options.port === undefined || !Number.isInteger(port)) return undefined;
  return { options, host: String(options.host ?? 'localhost'), port, onConnect };
}

const plainConnect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;

function connectFromPod(this: Socket, ...args: unknown[]): Socket {
  const target = targetOf(args);
  if (!target) return plainConnect.apply(this, args);
  if (target.onConnect) this.once('connect', target.onConnect);
  // Writes in the meantime wait for 'connect', as during a name lookup.
  (this as { connecting: boolean }).connecting = true;
  void reach(target.host, target.port).then((answer) => {
    if (this.destroyed) return;
    if ('code' in answer) {
      const details = { code: answer.code, host: target.host, port: target.port };
      this.destroy(Object.assign(new Error(answer.message), details));
    } else {
      const { lookup: _lookup, localAddress: _local, ...options } = target.options;
      plainConnect.call(this, { ...options, host: '127.0.0.1', port: answer.port });
    }
  });
  return this;
}
Socket.prototype.connect = connectFromPod as Socket['connect'];

const plainListen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;

/** A port that the program listens on is a port of the pod: the process takes any free port on 127.0.0.1, and the node maps it. */
function listenInPod(this: Server, ...args: unknown[]): Server {
  const [first] = args;
  const asked =
    typeof first === 'object' && first !== null
      ? (first as { port?: unknown; path?: unknown })
      : { port: first };
  const podPort = Number(asked.port ?? 0);
  const isTcp = asked.path === undefined && typeof asked.port !== 'function' && Number.isInteger(podPort);
  if (!isTcp || (first !== null && typeof first === 'object' && '_handle' in first))
    return plainListen.apply(this, args);
  const onListening = args.find((arg): arg is () => void => typeof arg === 'function');
  this.once('listening', () => {
    const { port } = this.address() as { port: number };
    tell({ kind: 'listening', podPort: podPort === 0 ? port : podPort, port });
    this.once('close', () => tell({ kind: 'closed', podPort: podPort === 0 ? port : podPort }));
  });
  return plainListen.call(this, { port: 0, host: '127.0.0.1' }, onListening);
}
Server.prototype.listen = listenInPod as Server['listen'];
