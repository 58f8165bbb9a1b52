import { once } from 'node:events';
import { connect } from 'node:net';
import type { ExecStreams } from '../../../../source/embedded/containers/container.ts';
import type {
  LogEntry,
  LogOptions,
  NodeAgent,
  PodRef,
} from '../../../../source/embedded/kubernetes/objects/agent-api.ts';
import type { Connection } from '../../../../source/embedded/network/pod-network.ts';

/** A node agent whose logs, commands and ports the test provides. */
export class FakeAgent implements NodeAgent {
  readonly entries: LogEntry[] = [];
  readonly #followers = new Set<() => void>();
  /** A port inside a pod → a port on 127.0.0.1. */
  readonly ports = new Map<number, number>();
  readonly execs: { pod: PodRef; argv: readonly string[] }[] = [];
  /** Resolves when an exec of `hang` has been aborted. */
  readonly aborted: Promise<void>;
  #onAborted: () => void = () => {};

  constructor() {
    this.aborted = new Promise((resolve) => {
      this.#onAborted = resolve;
    });
  }

  append(text: string, at = '2026-11-22T10:00:00.000000001Z'): void {
    this.entries.push({ at, stream: 'stdout', text });
    for (const wake of this.#followers) wake();
  }

  async *logs(_pod: PodRef, options: LogOptions): AsyncIterable<LogEntry> {
    let at = options.tailLines === undefined ? 0 : Math.max(0, this.entries.length - options.tailLines);
    for (;;) {
      while (at < this.entries.length) {
        const entry = this.entries[at++] as LogEntry;
        if (options.sinceMs === undefined || Date.parse(entry.at) >= options.sinceMs) yield entry;
      }
      if (!options.follow || options.signal.aborted) return;
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#followers.delete(wake);
          options.signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#followers.add(wake);
        options.signal.addEventListener('abort', wake);
      });
    }
  }

  async exec(pod: PodRef, argv: readonly string[], streams: ExecStreams): Promise<number> {
    this.execs.push({ pod, argv });
    const [command, ...rest] = argv;
    switch (command) {
      case 'echo':
        streams.stdout.write(`${rest.join(' ')}\n`);
        return 0;
      case 'fail':
        streams.stderr.write('it went wrong\n');
        return Number(rest[0]);
      case 'complain':
        streams.stderr.write('it went wrong\n');
        streams.stdout.write('but not all of it\n');
        return 0;
      case 'cat':
        for await (const chunk of streams.stdin ?? []) {
          if (!streams.stdout.write(chunk)) await once(streams.stdout, 'drain');
        }
        return 0;
      case 'hang':
        await once(streams.signal, 'abort');
        this.#onAborted();
        return 137;
      case 'throw':
        throw new Error('no such container');
      default:
        return 127;
    }
  }

  async dial(_pod: PodRef, port: number): Promise<Connection> {
    const target = this.ports.get(port);
    if (target === undefined)
      throw Object.assign(new Error('connect: connection refused'), { code: 'ECONNREFUSED' });
    const socket = connect(target, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }
}
