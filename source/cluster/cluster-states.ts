import type { ClusterState } from './model/cluster.ts';

/** The state of a cluster, and its listeners. */
export class ClusterStates {
  #state: ClusterState = 'down';
  readonly #listeners = new Set<(state: ClusterState) => void>();

  get state(): ClusterState {
    return this.#state;
  }

  set(state: ClusterState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }

  listen(listener: (state: ClusterState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
