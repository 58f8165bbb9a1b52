import { Writable } from 'node:stream';
import type { LifecycleHandler } from '../../../kubernetes-types/core/probe.ts';
import type { Clock } from '../../../time/clock.ts';
import type { RunningContainer } from '../../containers/container.ts';

/** Runs what shall happen before SIGTERM. Never rejects: a hook that fails does not keep the container alive, and `onFailure` gets the error. */
export async function runPreStop(
  hook: LifecycleHandler,
  running: RunningContainer,
  clock: Clock,
  onFailure: (error: unknown) => void,
): Promise<void> {
  const abort = new AbortController();
  const ended = running.exited.then(() => abort.abort());
  if (hook.sleep) {
    let cancel: () => void = () => {};
    const slept = new Promise<void>((resolve) => {
      cancel = clock.after((hook.sleep?.seconds ?? 0) * 1000, resolve);
    });
    await Promise.race([slept, ended]);
    cancel();
  } else if (hook.exec) {
    const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });
    const streams = { stdout: nowhere(), stderr: nowhere(), tty: false, signal: abort.signal };
    const executed = running.exec(hook.exec.command ?? [], streams).catch(onFailure);
    await Promise.race([executed, ended]);
  }
}
