import type { OpenObserver } from '../../cluster/kubernetes/observer.ts';
import type { Cluster, ClusterObserver } from '../../cluster/model/cluster.ts';
import { reportApiOutages } from '../../cluster/report-api-outages.ts';
import { isExpectedFailure } from '../../errors/expected-failure.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { ManifestFacts } from '../../manifests/read-facts.ts';
import { observeCluster } from './observe-cluster.ts';

type Tell = (level: 'info' | 'error', text: string) => void;

/**
 * Keeps one observer per cluster: a fresh cluster gets a fresh one, and so does a cluster that was silent, whose connections may be
 * dead. Who asks or follows meanwhile notices nothing: a question goes to the next observer, and logs are read on.
 */
export class CurrentObserver {
  readonly #cluster: Cluster;
  readonly #facts: () => ManifestFacts;
  readonly #tell: Tell;
  readonly #forget: () => void;
  #open: OpenObserver | undefined;
  #told: ClusterObserver | undefined;
  #isClosed = false;

  constructor(cluster: Cluster, facts: () => ManifestFacts, tell: Tell) {
    this.#cluster = cluster;
    this.#facts = facts;
    this.#tell = tell;
    this.#forget = cluster.onState((state) => {
      if (state === 'ready') return;
      // An outage that was reported is over with its cluster, and not with an observer.
      if (state !== 'silent') this.#told = undefined;
      void this.renew();
    });
  }

  get(): ClusterObserver {
    this.#told ??= reportApiOutages(
      {
        look: (name, signal) => this.#ask(signal, (observer) => observer.look(name, signal)),
        situation: (signal) => this.#ask(signal, (observer) => observer.situation(signal)),
        counts: (signal) => this.#ask(signal, (observer) => observer.counts(signal)),
        followLogs: async (selector, onLine, signal, onUnexpected) => {
          // After the first frame.
          const { LogPositions } = await import('../../cluster/kubernetes/log-positions.ts');
          const positions = new LogPositions();
          while (!signal.aborted && !this.#isClosed)
            await this.#current().followLogs(selector, onLine, signal, onUnexpected, positions);
        },
      },
      this.#tell,
    );
    return this.#told;
  }

  /** The next observation goes by the facts as they are then. */
  async renew(): Promise<void> {
    const observer = this.#open;
    this.#open = undefined;
    await observer?.close();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#forget();
    await this.renew();
  }

  #current(): OpenObserver {
    this.#open ??= observeCluster(this.#cluster, this.#facts(), this.#tell);
    return this.#open;
  }

  /** Asks again if the observer was closed meanwhile, and, while the cluster is silent, once it is not, until the signal aborts. */
  async #ask<T>(signal: AbortSignal, question: (observer: ClusterObserver) => Promise<T>): Promise<T> {
    for (;;) {
      const asked = this.#current();
      try {
        return await question(asked);
      } catch (error) {
        if (signal.aborted || this.#isClosed || !isExpectedFailure(error)) throw error;
        if (asked === this.#open) {
          if (this.#cluster.state !== 'silent') throw error;
          await nextState(this.#cluster, signal);
        }
        const { state } = this.#cluster;
        if (state !== 'ready' && state !== 'silent')
          throw new LabError('cluster', `the cluster is ${state}`, { cause: error });
      }
    }
  }
}

/** Resolves when the cluster's state changes; rejects when the signal aborts. */
function nextState(cluster: Pick<Cluster, 'onState'>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      forget();
      reject(signal.reason);
    };
    const forget = cluster.onState(() => {
      forget();
      signal.removeEventListener('abort', abort);
      resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}
