import type { Lifecycle } from '../../../kubernetes-types/core/probe.ts';
import type { Clock } from '../../../time/clock.ts';
import type { RunningContainer } from '../../containers/container.ts';
import { runPreStop } from './pre-stop.ts';

export interface ContainerStopOptions {
  readonly clock: Clock;
  readonly lifecycle: Lifecycle | undefined;
  /** Called once, before anything is done to the container. */
  readonly onStopping: (why: string) => void;
  /** Why the preStop hook failed. */
  readonly onHookFailed: (why: string) => void;
}

/** The graceful end of one run: preStop hook, SIGTERM, and SIGKILL after the grace period. */
export class ContainerStop {
  readonly #running: RunningContainer;
  readonly #options: ContainerStopOptions;
  #isRequested = false;
  #cancelKill: () => void = () => {};

  constructor(running: RunningContainer, options: ContainerStopOptions) {
    this.#running = running;
    this.#options = options;
  }

  /** A later grace period replaces the one before. */
  request(graceMs: number, why: string): void {
    const { clock, lifecycle, onStopping } = this.#options;
    this.#cancelKill();
    this.#cancelKill = clock.after(graceMs, () => this.#running.kill());
    if (this.#isRequested) return;
    this.#isRequested = true;
    onStopping(why);
    if (lifecycle?.preStop) void this.#terminateAfterHook(lifecycle.preStop);
    else this.#running.terminate();
  }

  /** The run has ended: nobody has to be killed. */
  cancel(): void {
    this.#cancelKill();
  }

  async #terminateAfterHook(hook: NonNullable<Lifecycle['preStop']>): Promise<void> {
    const failure = await runPreStop(hook, this.#running, this.#options.clock);
    if (failure !== undefined) this.#options.onHookFailed(failure);
    this.#running.terminate();
  }
}
