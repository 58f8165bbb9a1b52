import type {
  Cluster,
  ClusterState,
  ExistingCluster,
  OutputSink,
} from '../../../source/cluster/model/cluster.ts';
import { kafkaFacts as facts } from '../../../source/lab/model/facts.ts';
import { safe, trusted } from '../../../source/text/safe-text.ts';

/** A cluster that starts and stops at once, and runs nothing. `onReset`: whatever must be emptied with it. */
export class FakeCluster implements Cluster {
  readonly kind = 'embedded';
  readonly name = 'fake';
  readonly kubeconfig = '/nowhere';
  readonly context = 'fake';
  readonly namespace = 'default';
  state: ClusterState = 'down';
  attachable = false;
  resetError: Error | undefined;
  resets = 0;
  /** The existing cluster; each reset replaces it. */
  stands: ExistingCluster | undefined;
  readonly #listeners = new Set<(state: ClusterState) => void>();
  readonly #onReset: () => void;

  constructor(onReset: () => void = () => {}) {
    this.#onReset = onReset;
  }

  #become(state: ClusterState): void {
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }

  async attach(): Promise<boolean> {
    if (this.attachable) this.#become('ready');
    return this.attachable;
  }

  async existing(): Promise<ExistingCluster | undefined> {
    return this.stands;
  }

  async reset(output: OutputSink): Promise<void> {
    this.resets += 1;
    this.#become('starting');
    if (this.resetError) throw this.resetError;
    this.stands = { id: `reset-${this.resets}`, inUse: false };
    this.#onReset();
    output('stdout', trusted('a cluster of five nodes is up\n'));
    this.#become('ready');
  }

  async build(output: OutputSink): Promise<void> {
    output('stdout', safe`${facts.clientImage} sha256:0123\n`);
  }

  async down(): Promise<void> {
    this.#become('gone');
  }

  async close(): Promise<void> {}

  onState(listener: (state: ClusterState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
