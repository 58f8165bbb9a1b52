import type { LifecycleHandler } from '../../../kubernetes-types/core/probe.ts';
import { type HookTarget, runHook } from './lifecycle-hook.ts';

export interface ContainerStopOptions {
  readonly target: HookTarget;
  /** Called once, before anything is done to the container. */
  readonly onStopping: (why: string) => void;
  /** Why the preStop hook failed. */
  readonly onHookFailed: (why: string) => void;
}

/** However little of the grace period is left, a container has so long between SIGTERM and SIGKILL, as with kubelet. */
const leastGraceMs = 2000;

/**
 * The graceful end of one run: preStop hook, SIGTERM, SIGKILL. Hook and program share the grace period: when it is over, SIGTERM does not
 * wait for the hook any longer.
 * Reference: killContainer and executePreStopHook in pkg/kubelet/kuberuntime/kuberuntime_container.go
 */
export class ContainerStop {
  readonly #options: ContainerStopOptions;
  readonly #abort = new AbortController();
  #state: 'running' | 'in hook' | 'terminated' = 'running';
  #deadline = 0;
  #cancelTimer: () => void = () => {};

  constructor(options: ContainerStopOptions) {
    this.#options = options;
  }

  get isRequested(): boolean {
    return this.#state !== 'running';
  }

  /** A later grace period replaces the one before. */
  request(graceMs: number, why: string): void {
    const { target, onStopping } = this.#options;
    this.#deadline = target.clock.wall() + graceMs;
    if (this.#state === 'in hook') this.#awaitHookUntilDeadline();
    if (this.#state === 'terminated') this.#killIn(graceMs);
    if (this.#state !== 'running') return;
    const hook = target.container.lifecycle?.preStop;
    this.#state = hook && graceMs > 0 ? 'in hook' : 'terminated';
    onStopping(why);
    if (hook && this.#state === 'in hook') {
      this.#awaitHookUntilDeadline();
      void this.#runHook(hook);
    } else this.#terminate();
  }

  /** The run has ended: nobody has to be killed. */
  cancel(): void {
    this.#cancelTimer();
    this.#abort.abort(new Error('the container has ended'));
  }

  async #runHook(hook: LifecycleHandler): Promise<void> {
    const failure = await runHook(hook, this.#options.target, this.#abort.signal);
    // A hook that ended with its container has done its work.
    if (this.#abort.signal.aborted) return;
    if (failure !== undefined) this.#options.onHookFailed(failure);
    if (this.#state === 'in hook') this.#terminate();
  }

  #awaitHookUntilDeadline(): void {
    this.#cancelTimer();
    const { clock } = this.#options.target;
    this.#cancelTimer = clock.after(this.#deadline - clock.wall(), () => this.#terminate());
  }

  #terminate(): void {
    const { clock, running } = this.#options.target;
    this.#state = 'terminated';
    this.#killIn(this.#deadline - clock.wall());
    running.terminate();
  }

  #killIn(graceMs: number): void {
    const { clock, running } = this.#options.target;
    this.#cancelTimer();
    this.#cancelTimer = clock.after(Math.max(graceMs, leastGraceMs), () => running.kill());
  }
}
