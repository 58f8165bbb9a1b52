import { knownBrokerIds, ownerOf, podsFrom } from './facts.ts';
import type { PodSeen, WorkloadSeen } from './observations.ts';
import { isSelected } from './pod-selector.ts';
import type { BrokerDeployment, LabFacts } from './step.ts';

export type BrokerFacts = Pick<LabFacts, 'brokerPod' | 'brokers' | 'brokerDeployments'>;

/** What the brokers run in: a StatefulSet, or in manifests of other people often a Deployment or StatefulSet for each broker. */
export function brokerWorkloads(
  facts: BrokerFacts,
): readonly Pick<WorkloadSeen, 'kind' | 'name' | 'replicas'>[] {
  const { brokerPod, brokers, brokerDeployments } = facts;
  if (brokerDeployments === undefined)
    return [{ kind: 'StatefulSet', name: ownerOf(brokerPod), replicas: brokers }];
  return brokerDeployments.map(({ name, replicas, firstPod }) => ({
    kind: firstPod === undefined ? 'Deployment' : 'StatefulSet',
    name,
    replicas,
  }));
}

/** What `kubectl exec` and `logs` take for each broker in turn: `kafka-0`, or `deploy/kafka-1` where the pod has a name of the moment. */
export function brokerTargets(facts: BrokerFacts): string[] {
  const { brokerDeployments } = facts;
  if (brokerDeployments === undefined) return podsFrom(facts.brokerPod, facts.brokers);
  return brokerDeployments.flatMap(({ name, replicas, firstPod }) =>
    firstPod === undefined
      ? Array.from({ length: replicas }, () => `deploy/${name}`)
      : podsFrom(firstPod, replicas),
  );
}

/** `kafka-0`, or `the pod of kafka-1`: the broker of this number, from 0 on. */
export function brokerInWords(index: number, facts: BrokerFacts): string {
  const target = brokerTargets(facts)[index] ?? facts.brokerPod;
  return target.startsWith('deploy/') ? `the pod of ${target.slice('deploy/'.length)}` : target;
}

/** The names at which clients in the cluster find the brokers: those of their pods in a headless Service, else their Services. */
export function brokerHosts(facts: LabFacts): string[] {
  const own = facts.services.filter(({ of }) => of === 'Kafka');
  const domain = `${facts.namespace}.svc.cluster.local`;
  if (facts.brokerDeployments !== undefined) {
    const services = own.map(({ names }) => names[0]).filter((name) => name !== undefined);
    const headless = own[0]?.headless === true ? services[0] : undefined;
    // One headless Service may select the pods of all StatefulSets.
    if (headless === undefined || facts.brokerDeployments.some(({ firstPod }) => firstPod === undefined))
      return services.map((service) => `${service}.${domain}`);
    return brokerTargets(facts).map((pod, index) => `${pod}.${services[index] ?? headless}.${domain}`);
  }
  const [services] = own;
  if (services?.headless === false) return services.names.map((service) => `${service}.${domain}`);
  const service = services?.names[0];
  return podsFrom(facts.brokerPod, facts.brokers).map((pod) =>
    service === undefined ? pod : `${pod}.${service}.${domain}`,
  );
}

/** The labels of the pods of this broker; undefined for one of a StatefulSet, which is found by its name. */
export function brokerSelector(index: number, { brokerDeployments }: BrokerFacts): string | undefined {
  const workload = brokerDeployments && deploymentOfEach(brokerDeployments)[index];
  return workload?.firstPod === undefined ? workload?.selector : undefined;
}

/** What `kubectl logs` takes for the broker of this id; undefined if the manifest does not tell its id. */
export function targetOfBroker(facts: LabFacts, id: number): string | undefined {
  const index = knownBrokerIds(facts)?.indexOf(id) ?? -1;
  return index < 0 ? undefined : brokerTargets(facts)[index];
}

/** Whether the broker of this number may run in this pod. */
export function isPodOfBroker(
  pod: Pick<PodSeen, 'name' | 'labels'>,
  index: number,
  facts: BrokerFacts,
): boolean {
  const selector = brokerSelector(index, facts);
  return selector === undefined ? pod.name === brokerTargets(facts)[index] : isSelected(pod.labels, selector);
}

/** Those of these names of pods that a broker of this workload may have: of a StatefulSet with a number, of a Deployment with two hashes. */
export function podsOfWorkload(
  names: readonly string[],
  { kind, name }: Pick<WorkloadSeen, 'kind' | 'name'>,
): string[] {
  const ending = kind === 'StatefulSet' ? /^\d+$/ : /^[a-z0-9]+-[a-z0-9]+$/;
  return names.filter((each) => each.startsWith(`${name}-`) && ending.test(each.slice(name.length + 1)));
}

/** One of several replicas is named once for each. */
function deploymentOfEach(deployments: readonly BrokerDeployment[]): BrokerDeployment[] {
  return deployments.flatMap((each) => Array.from({ length: each.replicas }, () => each));
}
