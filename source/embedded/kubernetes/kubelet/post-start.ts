import type { LifecycleHandler } from '../../../kubernetes-types/core/probe.ts';
import { type HookTarget, runHook } from './lifecycle-hook.ts';

/** Called once; `failure`: why the hook failed, undefined: it has succeeded. */
type OnDone = (failure: string | undefined) => void;

/**
 * The postStart hook of one run of a container. It runs beside the entry point, and until it is done the container does not count as
 * running: no probe asks it, and the next container of the pod waits.
 */
export class PostStart {
  readonly #abort = new AbortController();
  readonly #onDone: OnDone;
  #isPending = true;

  constructor(hook: LifecycleHandler, target: HookTarget, onDone: OnDone) {
    this.#onDone = onDone;
    void runHook(hook, target, this.#abort.signal).then((failure) => this.#settle(failure));
  }

  get isPending(): boolean {
    return this.#isPending;
  }

  /** The container has ended or has to: a hook that still runs has failed, for this reason. */
  interrupt(why: string): void {
    this.#settle(why);
    this.#abort.abort(new Error(why));
  }

  #settle(failure: string | undefined): void {
    if (!this.#isPending) return;
    this.#isPending = false;
    this.#onDone(failure);
  }
}
