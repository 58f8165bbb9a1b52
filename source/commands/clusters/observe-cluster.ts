import type { OpenObserver } from '../../cluster/kubernetes/observer.ts';
import type { Cluster } from '../../cluster/model/cluster.ts';
import type { ManifestFacts } from '../../manifests/read-facts.ts';

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
    followLogs: async (...args) => (await open()).followLogs(...args),
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
