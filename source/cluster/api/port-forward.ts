import { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { LabError } from '../../errors/lab-error.ts';
import type { ApiClient } from './api-client.ts';
import { segment } from './paths.ts';

/*
 * Port-forward over a WebSocket (v4.channel.k8s.io), one port: each binary message is one channel byte and payload.
 *   0 data, 1 error text. The first two bytes of each channel from the server are the port, little-endian.
 */
const channel = { data: 0, error: 1 } as const;
const maxFrame = 64 * 1024;

/** Opens one byte stream to a port inside a pod. */
export async function openPortForward(
  api: ApiClient,
  pod: { readonly namespace: string; readonly name: string },
  port: number,
  signal?: AbortSignal,
): Promise<Duplex> {
  const socket = await api.socket(
    `/api/v1/namespaces/${segment(pod.namespace)}/pods/${segment(pod.name)}/portforward`,
    { ports: port },
    ['v4.channel.k8s.io'],
    signal,
  );
  return new ForwardedStream(socket, `${pod.name}:${port}`);
}

class ForwardedStream extends Duplex {
  readonly #socket: WebSocket;
  readonly #target: string;
  readonly #portBytesLeft = [2, 2];

  constructor(socket: WebSocket, target: string) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.#target = target;
    socket.on('message', (data) => this.#receive(data));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.push(null));
    socket.resume();
  }

  #receive(data: RawData): void {
    const frame = Buffer.isBuffer(data)
      ? data
      : Array.isArray(data)
        ? Buffer.concat(data)
        : Buffer.from(data);
    const number = frame[0];
    if (number !== channel.data && number !== channel.error) return;
    const skip = Math.min(this.#portBytesLeft[number] ?? 0, frame.length - 1);
    this.#portBytesLeft[number] = (this.#portBytesLeft[number] ?? 0) - skip;
    const payload = frame.subarray(1 + skip);
    if (payload.length === 0) return;
    if (number === channel.error) {
      const text = payload.toString('utf8').trim().slice(0, 500);
      this.destroy(new LabError('cluster', `no connection to \`${this.#target}\` (${text})`));
    } else if (!this.push(payload)) this.#socket.pause();
  }

  override _read(): void {
    if (this.#socket.isPaused) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#socket.readyState !== this.#socket.OPEN) {
      done(new LabError('cluster', `the connection to \`${this.#target}\` is closed`));
      return;
    }
    let from = 0;
    while (from + maxFrame < chunk.length) {
      this.#socket.send(frameOf(chunk.subarray(from, from + maxFrame)));
      from += maxFrame;
    }
    this.#socket.send(frameOf(chunk.subarray(from)), (error) => done(error ?? null));
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.resume();
    this.#socket.close(1000);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.terminate();
    done(error);
  }
}

function frameOf(bytes: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(bytes.length + 1);
  frame[0] = channel.data;
  bytes.copy(frame, 1);
  return frame;
}
