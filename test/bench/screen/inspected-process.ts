/** A running process under Node's inspector, which a signal opens: until then it costs the process nothing. */
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';

/** The arguments of Node that let `inspect` reach the process later; its terminal is not written to. */
export function inspectable(port: number): string[] {
  return [`--inspect-port=127.0.0.1:${port}`, '--inspect-publish-uid=http'];
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

type Message = Readonly<{
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}>;

export class InspectedProcess {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: Error) => void }
  >();
  readonly #events = new Map<string, (params: never) => void>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#read(JSON.parse(String(data)) as Message));
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the inspector went away'));
    });
  }

  static async open(pid: number, port: number): Promise<InspectedProcess> {
    process.kill(pid, 'SIGUSR1');
    const end = performance.now() + 10_000;
    for (;;) {
      try {
        const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
        const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[];
        const socket = new WebSocket(target!.webSocketDebuggerUrl, { maxPayload: 2 ** 30 });
        await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
        return new InspectedProcess(socket);
      } catch (error) {
        if (performance.now() > end) throw error;
        await delay(50);
      }
    }
  }

  #read(message: Message): void {
    if (message.method !== undefined) this.#events.get(message.method)?.(message.params as never);
    const waiting = message.id === undefined ? undefined : this.#waiting.get(message.id);
    if (!waiting) return;
    this.#waiting.delete(message.id!);
    if (message.error) waiting.reject(new Error(message.error.message));
    else waiting.resolve(message.result);
  }

  ask<T>(method: string, params: object = {}): Promise<T> {
    this.#last += 1;
    const id = this.#last;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) =>
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject }),
    );
  }

  onEvent<T>(method: string, listener: (params: T) => void): void {
    this.#events.set(method, listener as (params: never) => void);
  }

  close(): void {
    this.#socket.close();
  }
}
