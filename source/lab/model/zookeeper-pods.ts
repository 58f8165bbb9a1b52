import { podsOfWorkload } from './broker-pods.ts';
import { ownerOf, podsFrom } from './facts.ts';
import type { WorkloadSeen } from './observations.ts';
import type { LabFacts } from './step.ts';

type ZooKeeperFacts = Pick<LabFacts, 'zookeeperPod' | 'zookeepers' | 'zookeeperDeployments'>;
type ZooKeeperWorkload = Pick<WorkloadSeen, 'kind' | 'name' | 'replicas'>;

const ofDeployment = 'deploy/';

/** What ZooKeeper runs in: a StatefulSet, or in manifests of other people often a Deployment, or one for each server. */
export function zookeeperWorkloads(facts: ZooKeeperFacts): readonly ZooKeeperWorkload[] {
  return placesOf(facts).map(({ name, replicas, firstPod }) => ({
    kind: firstPod === undefined ? 'Deployment' : 'StatefulSet',
    name,
    replicas,
  }));
}

/** What `kubectl logs` takes for each of the servers; for those of one Deployment, one for all. */
export function zookeeperLogs(facts: ZooKeeperFacts): string[] {
  return placesOf(facts).flatMap(({ name, replicas, firstPod }) =>
    firstPod === undefined ? [`${ofDeployment}${name}`] : podsFrom(firstPod, replicas),
  );
}

/** Whether a pod of this name is one of ZooKeeper's. A Deployment's pods have names that nobody knows before. */
export function isZooKeeper(pod: string, facts: ZooKeeperFacts): boolean {
  return placesOf(facts).some(({ name, replicas, firstPod }) =>
    firstPod === undefined
      ? podsOfWorkload([pod], { kind: 'Deployment', name }).length > 0
      : podsFrom(firstPod, replicas).includes(pod),
  );
}

/** The servers that are not among these pods: `zookeeper-1`, or `the pod of zookeeper`. */
export function missingZooKeepers(pods: readonly string[], facts: ZooKeeperFacts): string[] {
  return placesOf(facts).flatMap(({ name, replicas, firstPod }) => {
    if (firstPod !== undefined) return podsFrom(firstPod, replicas).filter((pod) => !pods.includes(pod));
    const isMissing = podsOfWorkload(pods, { kind: 'Deployment', name }).length < replicas;
    return isMissing ? [`the pod of ${name}`] : [];
  });
}

/** The server that commands run in: `zookeeper-0`, or `the pod of zookeeper` */
export function zookeeperInWords({ zookeeperPod }: Pick<LabFacts, 'zookeeperPod'>): string {
  return zookeeperPod.startsWith(ofDeployment)
    ? `the pod of ${zookeeperPod.slice(ofDeployment.length)}`
    : zookeeperPod;
}

function placesOf({
  zookeeperPod,
  zookeepers,
  zookeeperDeployments,
}: ZooKeeperFacts): NonNullable<LabFacts['zookeeperDeployments']> {
  if (zookeeperDeployments !== undefined) return zookeeperDeployments;
  return zookeeperPod.startsWith(ofDeployment)
    ? [{ name: zookeeperPod.slice(ofDeployment.length), replicas: zookeepers }]
    : [{ name: ownerOf(zookeeperPod), replicas: zookeepers, firstPod: zookeeperPod }];
}
