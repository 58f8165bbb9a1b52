import type { Cluster, ClusterObserver } from '../cluster/cluster.ts';
import { createObserver } from '../cluster/kubernetes/observer.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';

export type OpenObserver = ClusterObserver & { close(): Promise<void> };

/** Looks at a cluster that is up, through its own kubeconfig. */
export function observeCluster(cluster: Pick<Cluster, 'kubeconfig' | 'context' | 'namespace'>): OpenObserver {
  const { topic, zookeeperPod, brokerPod, producerApp, consumerApp } = kafkaLab.facts;
  const { kubeconfig, context, namespace } = cluster;
  return createObserver({
    kubeconfig,
    context,
    namespace,
    facts: {
      topic,
      zookeeperPod,
      brokerPod,
      producerApp,
      consumerApp,
      groupId: `${topic}-group`,
      brokerPort: 9092,
      zookeeperPort: 2181,
    },
  });
}

/** An observer for as long as the cluster that it looks at is the same one; a fresh cluster gets a fresh observer. */
export class CurrentObserver {
  readonly #cluster: Cluster;
  readonly #forget: () => void;
  #observer: OpenObserver | undefined;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#forget = cluster.onState((state) => {
      if (state !== 'ready') void this.#drop();
    });
  }

  get(): ClusterObserver {
    this.#observer ??= observeCluster(this.#cluster);
    return this.#observer;
  }

  async close(): Promise<void> {
    this.#forget();
    await this.#drop();
  }

  async #drop(): Promise<void> {
    const observer = this.#observer;
    this.#observer = undefined;
    await observer?.close();
  }
}
