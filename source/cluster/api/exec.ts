import type { Readable } from 'node:stream';
import { LabError } from '../../errors/lab-error.ts';
import type { ApiClient } from './api-client.ts';
import { segment } from './paths.ts';

/*
 * v5.channel.k8s.io: each binary message is one channel byte and payload.
 *   0 stdin, 1 stdout, 2 stderr, 3 error (a JSON Status, last), 4 resize ({"Width":w,"Height":h}),
 *   255 and a channel byte: that channel is closed. v4 has no 255: stdin cannot be closed separately.
 */
const channel = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

export interface ExecTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly command: readonly string[];
}

export interface ExecIo {
  readonly stdin?: Readable | undefined;
  readonly tty?: boolean;
  /** Tells the program the size of the terminal, at once and when it changes. */
  readonly terminal?: {
    size(): { readonly columns: number; readonly rows: number };
    onResize(listener: () => void): () => void;
  };
  onOutput(stream: 'stdout' | 'stderr', bytes: Buffer): void;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a command in a container; resolves with its exit code. */
export async function execInPod(api: ApiClient, target: ExecTarget, io: ExecIo): Promise<number> {
  const tty = io.tty === true;
  const socket = await api.socket(
    `/api/v1/namespaces/${segment(target.namespace)}/pods/${segment(target.pod)}/exec`,
    {
      command: target.command,
      container: target.container,
      stdin: io.stdin !== undefined,
      stdout: true,
      stderr: !tty,
      tty,
    },
    ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
    io.signal,
  );
  return new Promise((resolve, reject) => {
    let exitCode: number | undefined;
    let failure: Error | undefined;
    const abort = (): void => socket.terminate();
    io.signal?.addEventListener('abort', abort, { once: true });
    const stopStdin = io.stdin === undefined ? undefined : pumpStdin(io.stdin, socket);
    const tellSize = (): void => {
      if (io.terminal === undefined || socket.readyState !== socket.OPEN) return;
      const { columns, rows } = io.terminal.size();
      const message = Buffer.from(JSON.stringify({ Width: columns, Height: rows }));
      socket.send(Buffer.concat([Buffer.from([channel.resize]), message]));
    };
    const stopSizes = tty ? io.terminal?.onResize(tellSize) : undefined;
    if (tty) tellSize();

    socket.on('message', (data) => {
      const frame = toBuffer(data);
      if (frame.length === 0) return;
      const payload = frame.subarray(1);
      if (frame[0] === channel.stdout && payload.length > 0) io.onOutput('stdout', payload);
      else if (frame[0] === channel.stderr && payload.length > 0) io.onOutput('stderr', payload);
      else if (frame[0] === channel.error) {
        try {
          exitCode = exitCodeOf(payload.toString('utf8'));
        } catch (error) {
          failure = error as Error;
        }
        socket.close(1000);
      }
    });
    socket.on('error', (error) => {
      failure ??= error;
    });
    socket.on('close', () => {
      io.signal?.removeEventListener('abort', abort);
      stopStdin?.();
      stopSizes?.();
      if (io.signal?.aborted) reject(io.signal.reason);
      else if (failure !== undefined) reject(failure);
      else if (exitCode === undefined) {
        reject(new LabError('cluster', 'the exec stream ended before the command did'));
      } else resolve(exitCode);
    });
    socket.resume();
  });
}

/** The exit code that an exec's closing Status carries. Any other failure throws with the Status' message. */
export function exitCodeOf(text: string): number {
  const status = JSON.parse(text) as {
    status?: string;
    reason?: string;
    message?: string;
    details?: { causes?: { reason?: string; message?: string }[] };
  };
  if (status.status === 'Success') return 0;
  if (status.reason === 'NonZeroExitCode') {
    const cause = status.details?.causes?.find(({ reason }) => reason === 'ExitCode');
    const code = Number(cause?.message);
    if (Number.isInteger(code)) return code;
  }
  throw new LabError('command', status.message ?? 'the command could not be run');
}

function pumpStdin(stdin: Readable, socket: import('ws').WebSocket): () => void {
  const onData = (chunk: Buffer | string): void => {
    if (socket.readyState !== socket.OPEN) return;
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    stdin.pause();
    socket.send(Buffer.concat([Buffer.from([channel.stdin]), bytes]), () => stdin.resume());
  };
  const onEnd = (): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.protocol === 'v5.channel.k8s.io') socket.send(Buffer.from([channel.close, channel.stdin]));
  };
  stdin.on('data', onData);
  stdin.once('end', onEnd);
  return () => {
    stdin.off('data', onData);
    stdin.off('end', onEnd);
    stdin.pause();
  };
}

function toBuffer(data: import('ws').RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
