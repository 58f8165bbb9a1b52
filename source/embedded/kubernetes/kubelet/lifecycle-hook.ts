import { Writable } from 'node:stream';
import { describeError } from '../../../errors/lab-error.ts';
import type { LifecycleHandler } from '../../../kubernetes-types/core/probe.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { Clock } from '../../../time/clock.ts';
import type { RunningContainer } from '../../containers/container.ts';
import { httpGet } from './http-get.ts';
import type { DialTarget } from './pod-dial.ts';

/** The run of a container that a hook belongs to. */
export interface HookTarget extends DialTarget {
  readonly clock: Clock;
  readonly pod: Stored<'pods'>;
  readonly running: RunningContainer;
}

/** How much of what a hook prints is kept for its message, in bytes for each stream. */
const longestOutput = 10 * 1024;

/**
 * Runs a hook once; it has no time limit but the signal. Never rejects: resolves with why it failed, in kubelet's words, or undefined. An
 * `httpGet` has succeeded when there is an answer, whatever its status.
 * Reference: https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/, and pkg/kubelet/lifecycle/handlers.go
 */
export async function runHook(
  hook: LifecycleHandler,
  target: HookTarget,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { metadata } = target.pod;
  const name = `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
  const whose = `for Container "${target.container.name}" in Pod "${name}" failed - error:`;
  if (hook.exec) {
    const { command = [] } = hook.exec;
    const failure = await execute(command, target.running, signal);
    return failure === undefined
      ? undefined
      : `Exec lifecycle hook ([${command.join(' ')}]) ${whose} ${failure}`;
  }
  if (hook.httpGet) {
    try {
      await orAborted(httpGet(hook.httpGet, target, 'kube-lifecycle/1.32', signal), signal);
      return undefined;
    } catch (error) {
      return `HTTP lifecycle hook (${hook.httpGet.path ?? '/'}) ${whose} ${describeError(error)}`;
    }
  }
  if (hook.sleep) {
    const isOver = await sleep(hook.sleep.seconds * 1000, target.clock, signal);
    const why = 'container terminated before sleep hook finished';
    return isOver ? undefined : `Sleep lifecycle hook (${hook.sleep.seconds}) ${whose} ${why}`;
  }
  return 'Cannot run handler: invalid handler: a hook is one of exec, httpGet and sleep';
}

async function execute(
  command: readonly string[],
  running: RunningContainer,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [stdout, stderr] = [new Kept(), new Kept()];
  try {
    const exitCode = await orAborted(running.exec(command, { stdout, stderr, tty: false, signal }), signal);
    if (exitCode === 0) return undefined;
    const why = `command '${command.join(' ')}' exited with ${exitCode}: ${stderr.text}`;
    return `${why}, message: ${JSON.stringify(stdout.text + stderr.text)}`;
  } catch (error) {
    return `${describeError(error)}, message: ${JSON.stringify(stdout.text + stderr.text)}`;
  }
}

/** What settles first: the work, or a rejection with the reason of the signal. */
function orAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Whether the time is over; false: the signal came first. */
function sleep(ms: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(false);
      return;
    }
    const abort = (): void => {
      cancel();
      resolve(false);
    };
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve(true);
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}

/** Keeps the beginning of what is written to it. */
class Kept extends Writable {
  readonly #pieces: Buffer[] = [];
  #room = longestOutput;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (this.#room > 0) this.#pieces.push(chunk.subarray(0, this.#room));
    this.#room -= Math.min(this.#room, chunk.length);
    done();
  }

  get text(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }
}
