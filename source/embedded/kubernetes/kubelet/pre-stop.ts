import { Writable } from 'node:stream';
import { describeError } from '../../../errors/lab-error.ts';
import type { LifecycleHandler } from '../../../kubernetes-types/core/probe.ts';
import type { Clock } from '../../../time/clock.ts';
import type { RunningContainer } from '../../containers/container.ts';

/**
 * Runs the hook that comes before SIGTERM. Never rejects, because a hook that fails does not keep the container alive: resolves with why
 * it failed, for the log. undefined: it succeeded, or the container ended first.
 * Reference: https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
 * Differs from Kubernetes: hooks with `httpGet` are not run.
 */
export async function runPreStop(
  hook: LifecycleHandler,
  running: RunningContainer,
  clock: Clock,
): Promise<string | undefined> {
  const abort = new AbortController();
  const ended = running.exited.then(() => {
    abort.abort();
    return undefined;
  });
  if (hook.sleep) {
    let cancel: () => void = () => {};
    const slept = new Promise<void>((resolve) => {
      cancel = clock.after((hook.sleep?.seconds ?? 0) * 1000, resolve);
    });
    await Promise.race([slept, ended]);
    cancel();
  } else if (hook.exec) {
    return Promise.race([execHook(hook.exec.command ?? [], running, abort.signal), ended]);
  }
  return undefined;
}

async function execHook(
  command: readonly string[],
  running: RunningContainer,
  signal: AbortSignal,
): Promise<string | undefined> {
  const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    const streams = { stdout: nowhere(), stderr: nowhere(), tty: false, signal };
    const exitCode = await running.exec(command, streams);
    return exitCode === 0 ? undefined : `command terminated with exit code ${exitCode}`;
  } catch (error) {
    // The container is gone, and its programs with it.
    return signal.aborted ? undefined : describeError(error);
  }
}
