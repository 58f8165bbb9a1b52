import type { Cluster, ClusterObserver } from '../../cluster/model/cluster.ts';
import { reportApiOutages } from '../../cluster/report-api-outages.ts';
import type { ManifestFacts } from '../../manifests/read-facts.ts';

export type OpenObserver = ClusterObserver & { close(): Promise<void> };

/** Observes a running cluster through its own kubeconfig. The code for that is loaded by the first observation, after the first frame. */
export function observeCluster(
  cluster: Pick<Cluster, 'kubeconfig' | 'context' | 'namespace'>,
  facts: ManifestFacts,
  tell?: (level: 'info' | 'error', text: string) => void,
): OpenObserver {
  let opened: Promise<OpenObserver> | undefined;
  let isClosed = false;
  const open = (): Promise<OpenObserver> => {
    opened ??= openObserver(cluster, facts, tell).then(async (observer) => {
      if (isClosed) await observer.close();
      return observer;
    });
    return opened;
  };
  return {
    look: async (name, signal) => (await open()).look(name, signal),
    situation: async (signal) => (await open()).situation(signal),
    counts: async (signal) => (await open()).counts(signal),
    followLogs: async (selector, onLine, signal, onUnexpected) =>
      (await open()).followLogs(selector, onLine, signal, onUnexpected),
    async close() {
      isClosed = true;
      await (await opened)?.close();
    },
  };
}

async function openObserver(
  { kubeconfig, context, namespace }: Pick<Cluster, 'kubeconfig' | 'context' | 'namespace'>,
  { lab, group, brokerPort, zookeeperPort }: ManifestFacts,
  tell?: (level: 'info' | 'error', text: string) => void,
): Promise<OpenObserver> {
  const { createObserver } = await import('../../cluster/kubernetes/observer.ts');
  const { topic, zookeeperPod, brokerPod, brokerDeployments, producerSelector, consumerSelector } = lab;
  return createObserver({
    kubeconfig,
    context,
    namespace,
    ...(tell === undefined ? {} : { tell }),
    facts: {
      topic,
      zookeeperPod,
      brokerPod,
      ...(brokerDeployments === undefined
        ? {}
        : { brokerSelectors: brokerDeployments.map(({ selector }) => selector) }),
      producerSelector,
      consumerSelector,
      groupId: group,
      brokerPort,
      zookeeperPort,
    },
  });
}

/** Keeps one observer per cluster; a fresh cluster gets a fresh observer. */
export class CurrentObserver {
  readonly #cluster: Cluster;
  readonly #facts: () => ManifestFacts;
  readonly #tell: (level: 'info' | 'error', text: string) => void;
  readonly #forget: () => void;
  #open: OpenObserver | undefined;
  #told: ClusterObserver | undefined;

  constructor(
    cluster: Cluster,
    facts: () => ManifestFacts,
    tell: (level: 'info' | 'error', text: string) => void,
  ) {
    this.#cluster = cluster;
    this.#facts = facts;
    this.#tell = tell;
    this.#forget = cluster.onState((state) => {
      if (state !== 'ready') void this.#drop();
    });
  }

  get(): ClusterObserver {
    this.#open ??= observeCluster(this.#cluster, this.#facts(), this.#tell);
    this.#told ??= reportApiOutages(this.#open, this.#tell);
    return this.#told;
  }

  /** The next observation goes by the facts as they are then. */
  async renew(): Promise<void> {
    await this.#drop();
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
