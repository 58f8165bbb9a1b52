import { createObserver } from '../../cluster/kubernetes/observer.ts';
import type { Cluster, ClusterObserver } from '../../cluster/model/cluster.ts';
import { reportApiOutages } from '../../cluster/report-api-outages.ts';
import type { ManifestFacts } from '../../manifests/read-facts.ts';

export type OpenObserver = ClusterObserver & { close(): Promise<void> };

/** Observes a running cluster through its own kubeconfig. */
export function observeCluster(
  cluster: Pick<Cluster, 'kubeconfig' | 'context' | 'namespace'>,
  { lab, group, brokerPort, zookeeperPort }: ManifestFacts,
  tell?: (level: 'info' | 'error', text: string) => void,
): OpenObserver {
  const { topic, zookeeperPod, brokerPod, producerApp, consumerApp } = lab;
  const { kubeconfig, context, namespace } = cluster;
  return createObserver({
    kubeconfig,
    context,
    namespace,
    ...(tell === undefined ? {} : { tell }),
    facts: {
      topic,
      zookeeperPod,
      brokerPod,
      producerApp,
      consumerApp,
      groupId: group,
      brokerPort,
      zookeeperPort,
    },
  });
}

/** Keeps one observer per cluster; a fresh cluster gets a fresh observer. */
export class CurrentObserver {
  readonly #cluster: Cluster;
  readonly #facts: ManifestFacts;
  readonly #tell: (level: 'info' | 'error', text: string) => void;
  readonly #forget: () => void;
  #open: OpenObserver | undefined;
  #told: ClusterObserver | undefined;

  constructor(cluster: Cluster, facts: ManifestFacts, tell: (level: 'info' | 'error', text: string) => void) {
    this.#cluster = cluster;
    this.#facts = facts;
    this.#tell = tell;
    this.#forget = cluster.onState((state) => {
      if (state !== 'ready') void this.#drop();
    });
  }

  get(): ClusterObserver {
    this.#open ??= observeCluster(this.#cluster, this.#facts, this.#tell);
    this.#told ??= reportApiOutages(this.#open, this.#tell);
    return this.#told;
  }

  async close(): Promise<void> {
    this.#forget();
    await this.#drop();
  }

  async #drop(): Promise<void> {
    const observer = this.#open;
    this.#open = undefined;
    this.#told = undefined;
    await observer?.close();
  }
}
