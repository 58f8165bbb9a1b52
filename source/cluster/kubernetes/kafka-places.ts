import { LabError } from '../../errors/lab-error.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import type { ApiClient } from '../api/api-client.ts';
import { openPortForward } from '../api/port-forward.ts';
import { routeToBroker } from './broker-route.ts';
import type { BrokerRoutes } from './broker-routes.ts';
import { execForOutput } from './exec-for-output.ts';
import { listPods } from './observe-objects.ts';
import { selects } from './selects.ts';
import type { RunInBroker } from './tool-answers.ts';

/** The names that the lab's manifests give to the observed objects. */
export interface ObservedNames {
  readonly topic: string;
  readonly zookeeperPod: string;
  /** One broker of the StatefulSet, `kafka-0`; the others have the same name with another number. */
  readonly brokerPod: string;
  /** The brokers' Deployments, in its place, by the labels of their pods: `app=kafka,id=1`. */
  readonly brokerSelectors?: readonly string[];
  /** Which pods are the clients: `app=producer`. */
  readonly producerSelector: string;
  readonly consumerSelector: string;
  readonly groupId: string;
  readonly brokerPort: number;
  readonly zookeeperPort: number;
}

export interface KafkaNames {
  readonly namespace: string;
  readonly facts: Pick<ObservedNames, 'zookeeperPod' | 'brokerPod' | 'brokerSelectors' | 'brokerPort'>;
}

/** Where the brokers and ZooKeeper run, and the ways to them. */
export interface KafkaPlaces extends BrokerRoutes {
  /** The brokers' pods that run. */
  brokerPods(): Promise<string[]>;
  /** The name of ZooKeeper's pod, whether it runs or not. */
  zookeeperPod(): Promise<string>;
  /** In the first broker's pod. @throws LabError: no broker runs */
  readonly run: RunInBroker;
}

export function createKafkaPlaces(
  api: () => Promise<ApiClient>,
  { namespace, facts }: KafkaNames,
  signal: AbortSignal,
): KafkaPlaces {
  const brokerPods = async (): Promise<string[]> => {
    const pods = await listPods(await api(), namespace, signal);
    const isBroker = isBrokerPod(facts);
    return pods
      .filter(
        (pod) =>
          isBroker(pod) && pod.status?.phase === 'Running' && pod.metadata.deletionTimestamp === undefined,
      )
      .map(({ metadata }) => metadata.name);
  };

  /** The pods of a Deployment have names of the moment. */
  const zookeeperPod = async (): Promise<string> => {
    if (!facts.zookeeperPod.startsWith('deploy/')) return facts.zookeeperPod;
    const prefix = `${facts.zookeeperPod.slice('deploy/'.length)}-`;
    const pods = await listPods(await api(), namespace, signal);
    const running = pods.find(
      ({ metadata: { name, deletionTimestamp }, status }) =>
        name.startsWith(prefix) &&
        /^[a-z0-9]+-[a-z0-9]+$/.test(name.slice(prefix.length)) &&
        status?.phase === 'Running' &&
        deletionTimestamp === undefined,
    );
    return running?.metadata.name ?? `${prefix}0`;
  };

  return {
    brokerPods,
    zookeeperPod,
    async run(command) {
      const [pod] = await brokerPods();
      if (pod === undefined) throw new LabError('cluster', 'no broker runs');
      return execForOutput(await api(), { namespace, pod, command }, signal);
    },
    async seeds() {
      return (await brokerPods()).map((pod) => `${pod}:${facts.brokerPort}`);
    },
    async open(host, port) {
      const pod = await routeToBroker(await api(), host, port, namespace, signal);
      return openPortForward(await api(), pod, pod.port, signal);
    },
  };
}

/** Which pods are brokers: by the labels of their Deployments, or by the name of their StatefulSet and a number. */
function isBrokerPod({ brokerPod, brokerSelectors }: KafkaNames['facts']): (pod: Stored<'pods'>) => boolean {
  if (brokerSelectors !== undefined)
    return ({ metadata }) => brokerSelectors.some((selector) => selects(selector, metadata.labels));
  const prefix = brokerPod.replace(/\d+$/, '');
  return ({ metadata: { name } }) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length));
}
