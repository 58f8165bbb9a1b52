import type { Cluster, ClusterState } from '../../cluster/model/cluster.ts';
import type { Sampler } from '../count/sampler.ts';
import type { EventStream } from '../event-stream.ts';
import type { LogFeed } from '../logs/log-feed.ts';

const whatToDo: Readonly<Record<Cluster['kind'], string>> = {
  embedded:
    'its process is stopped or gone; continue it with `kill -CONT PID`, or create a fresh cluster with step 1.1',
  kind: 'check with `docker ps` that its containers run',
  context: 'check with `kubectl get nodes` that it can be reached',
};

export interface ClusterWatchOptions {
  readonly cluster: Cluster;
  readonly sampler: Sampler;
  readonly feed: LogFeed;
  readonly stream: EventStream;
  /** Aborts with the session; watching stops then. */
  readonly lifetime: AbortSignal;
  readonly notice: (level: 'info' | 'error', text: string) => void;
  /** Called when the cluster is gone, with a sentence about it. */
  readonly onLost: (evidence: string) => void;
}

/** Samples the cluster and follows its logs for as long as it is ready, and publishes each change of its state. */
export class ClusterWatch {
  readonly #options: ClusterWatchOptions;
  readonly #unsubscribe: readonly (() => void)[];
  /** A log that is followed twice is shown twice, so watching starts once, whichever event comes first. */
  #watching = false;
  /** The cluster was up and did not answer. */
  #wasSilent = false;

  constructor(options: ClusterWatchOptions) {
    this.#options = options;
    const { cluster, notice } = options;
    this.#unsubscribe = [
      cluster.onNotice?.((text) => notice('error', text)) ?? (() => {}),
      cluster.onState((state) => this.#onState(state)),
    ];
  }

  /** For a cluster that was up before the session began: it does not report its state again. */
  startIfReady(): void {
    if (this.#options.cluster.state === 'ready') this.#start();
  }

  /** Forgets everything: the cluster is about to be replaced. */
  reset(): void {
    this.#stop();
    this.#options.sampler.forget();
  }

  /** Resolves when the logs are closed. */
  async close(): Promise<void> {
    const { sampler, feed } = this.#options;
    sampler.stop();
    sampler.forget();
    await feed.stop();
    feed.recordElided();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #onState(state: ClusterState): void {
    const { cluster, sampler, stream, notice, onLost } = this.#options;
    stream.publish({ type: 'cluster-state', state });
    if (state === 'silent') {
      notice('error', `the cluster does not answer: ${whatToDo[cluster.kind]}`);
      this.#wasSilent = true;
      return;
    }
    if (this.#wasSilent && state === 'ready') notice('info', 'the cluster answers again');
    this.#wasSilent = false;
    if (state === 'ready') this.#start();
    else this.#stop();
    if (state === 'down' || state === 'gone') {
      sampler.forget();
      onLost(`the cluster is ${state}`);
    }
  }

  #start(): void {
    if (this.#options.lifetime.aborted || this.#watching) return;
    this.#watching = true;
    this.#options.sampler.start();
    this.#options.feed.start();
  }

  #stop(): void {
    this.#watching = false;
    this.#options.sampler.stop();
    void this.#options.feed.stop();
  }
}
