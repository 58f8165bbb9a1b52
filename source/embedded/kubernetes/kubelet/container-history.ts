import type { ContainerState as ApiState } from '../../../kubernetes-types/core/container-status.ts';
import { type ContainerState, stateToStatus, type TerminatedState } from './container-state.ts';

/** What a container is doing, and how its last run ended. */
export class ContainerHistory {
  #state: ContainerState;
  #last: TerminatedState | undefined;

  constructor(state: ContainerState) {
    this.#state = state;
  }

  get state(): ContainerState {
    return this.#state;
  }

  /** How the last run ended, if there was one: also while a restart is waited for. */
  get ended(): TerminatedState | undefined {
    return this.#state.kind === 'terminated' ? this.#state : this.#last;
  }

  /** Moves on; the end of a run becomes the last one. */
  enter(state: ContainerState): void {
    if (this.#state.kind === 'terminated') this.#last = this.#state;
    this.#state = state;
  }

  /** Returns whether this is news. */
  wait(reason: string, message: string): boolean {
    const before = this.#state;
    if (before.kind === 'waiting' && before.reason === reason && before.message === message) return false;
    this.enter({ kind: 'waiting', reason, message });
    return true;
  }

  /** As a container's status has it. */
  status(): { readonly lastState: ApiState; readonly state: ApiState } {
    return {
      lastState: this.#last ? stateToStatus(this.#last) : {},
      state: stateToStatus(this.#state),
    };
  }
}
