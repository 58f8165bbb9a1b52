import { PassThrough, type Readable, Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import { describeError } from '../../../errors/lab-error.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { ApiContext } from '../api/context.ts';
import { queryFlag } from '../api/query-flag.ts';
import type { PodRef } from '../objects/agent-api.ts';
import { badRequest } from '../objects/status-error.ts';
import { bytesOf, channelWriter, closeChannel, frame } from './channels.ts';
import { chooseContainer, requireRunning } from './pod-target.ts';
import { ResizeChannel } from './resize.ts';
import { streamsCreated } from './streams-created.ts';
import { WriteBatcher } from './write-batcher.ts';

const stdinChannel = 0;
const stdoutChannel = 1;
const stderrChannel = 2;
const errorChannel = 3;
const resizeChannel = 4;

const maximumArguments = 1024;

/** An exec that passed the checks. */
export interface ExecPlan {
  readonly target: PodRef;
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** Reads `PodExecOptions` from the query; refuses before the connection is upgraded. */
export function planExec(pod: Stored<'pods'>, query: URLSearchParams): ExecPlan {
  const command = query.getAll('command');
  const flag = (name: string) => queryFlag(query, name);
  if (command.length === 0 || command[0] === '') throw badRequest('you must specify at least one command');
  if (command.length > maximumArguments) throw badRequest('the command has too many arguments');
  const [stdin, stdout, tty] = [flag('stdin'), flag('stdout'), flag('tty')];
  const stderr = flag('stderr') && !tty;
  if (!stdin && !stdout && !stderr) throw badRequest('you must specify at least 1 of stdin, stdout, stderr');
  const target = chooseContainer(pod, query.get('container'));
  requireRunning(pod, target.container);
  return { target, command, stdin, stdout, stderr, tty };
}

/**
 * `…/pods/NAME/exec` over a websocket (`v5.channel.k8s.io`, `v4.channel.k8s.io`): runs the command, wires its streams to the socket's
 * channels and ends with a Status on the error channel. SPDY is in `spdy/spdy-exec.ts`.
 * Reference: https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/
 * Differs from Kubernetes: `attach` is not served.
 */
export async function serveExec(context: ApiContext, plan: ExecPlan, socket: WebSocket): Promise<void> {
  const stop = new AbortController();
  const stdin = new PassThrough();
  const input = new WriteBatcher((bytes) => writeStdin(bytes, socket, stdin));
  socket.on('close', () => {
    stop.abort();
    input.flush();
    stdin.end();
  });
  socket.on('error', () => socket.terminate());
  const sizes = new ResizeChannel();
  socket.on('message', (data) => {
    const message = bytesOf(data);
    if (message[0] === resizeChannel) sizes.add(message.subarray(1));
    else receive(message, input, stdin, plan.stdin);
  });

  const output = (wanted: boolean, channel: number) => (wanted ? channelWriter(socket, channel) : discard());
  const stdout = output(plan.stdout, stdoutChannel);
  const stderr = plan.tty ? stdout : output(plan.stderr, stderrChannel);
  for (const stream of [stdin, stdout, stderr]) stream.on('error', () => {});

  const { onResize } = sizes;
  await streamsCreated(socket);
  if (stop.signal.aborted) return;
  const status = await runExec(context, plan, { stdin, stdout, stderr, onResize, signal: stop.signal });
  stdin.destroy();
  if (socket.readyState !== socket.OPEN) return;
  socket.send(frame(errorChannel, Buffer.from(JSON.stringify(status))), () => socket.close(1000));
}

/** Runs the command; resolves with the Status for the error channel once its output is sent. */
export async function runExec(
  context: ApiContext,
  plan: ExecPlan,
  streams: {
    stdin: Readable;
    stdout: Writable;
    stderr: Writable;
    onResize: ResizeChannel['onResize'];
    signal: AbortSignal;
  },
): Promise<object> {
  const { stdin, stdout, stderr, onResize, signal } = streams;
  try {
    const exitCode = await context.agent.exec(plan.target, plan.command, {
      ...(plan.stdin ? { stdin } : {}),
      stdout,
      stderr,
      tty: plan.tty,
      onResize,
      signal,
    });
    await Promise.all([flushed(stdout), flushed(stderr)]);
    return exitStatus(exitCode);
  } catch (error) {
    return {
      metadata: {},
      status: 'Failure',
      reason: 'InternalError',
      message: `error executing command in container: ${describeError(error)}`,
      code: 500,
    };
  }
}

function receive(message: Buffer, input: WriteBatcher, stdin: PassThrough, wanted: boolean): void {
  const channel = message[0];
  if (channel === closeChannel && message[1] === stdinChannel) {
    input.flush();
    stdin.end();
  }
  if (channel === stdinChannel && wanted && message.length > 1) input.add(message.subarray(1));
}

function writeStdin(bytes: Buffer, socket: WebSocket, stdin: PassThrough): void {
  if (stdin.writableEnded || stdin.destroyed || stdin.write(bytes)) return;
  socket.pause();
  const resume = () => {
    stdin.off('drain', resume).off('close', resume);
    socket.resume();
  };
  stdin.on('drain', resume).on('close', resume);
}

/** A stream that the client did not request. */
export function discard(): Writable {
  return new Writable({ write: (_chunk, _encoding, callback) => callback() });
}

/** All output must reach the client before the status. */
function flushed(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableFinished) resolve();
    else {
      stream.once('close', () => resolve());
      stream.end(() => resolve());
    }
  });
}

function exitStatus(exitCode: number): object {
  if (exitCode === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: `command terminated with non-zero exit code: exit status ${exitCode}`,
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}
