import { valueAt } from '../json/json-value.ts';
import type { DeploymentFacts, LabFacts } from '../lab/model/step.ts';
import { nameOf, only, preferring, type Workload } from './find-workloads.ts';
import { countOf, firstOrdinalOf, portsOf } from './workload-numbers.ts';

export type ZooKeeperFacts = Pick<
  LabFacts,
  'zookeepers' | 'zookeeperPod' | 'zookeeperDeployments' | 'zookeeperPort'
>;

/**
 * What ZooKeeper runs in: a StatefulSet or Deployment, or several of them for the servers of an ensemble.
 * @throws LabError `manifest`: there is none
 */
export function findZooKeepers(
  sets: readonly Workload[],
  deployments: readonly Workload[],
): readonly [Workload, ...Workload[]] {
  const [first, ...others] = preferring(
    [...sets, ...deployments],
    ({ environment }) => 'ZOOKEEPER_CLIENT_PORT' in environment,
    /zookeeper/,
  );
  const what = 'StatefulSet or Deployment of ZooKeeper';
  if (first === undefined) return [only('kafka.yml', what, [])];
  for (const each of [first, ...others]) only('kafka.yml', what, [each]);
  return [first, ...others];
}

/** The names and numbers of ZooKeeper's servers. Commands run in the first. */
export function readZooKeepers(zookeepers: readonly [Workload, ...Workload[]]): ZooKeeperFacts {
  const [first] = zookeepers;
  const places = zookeepers.map(
    ({ object }): DeploymentFacts => ({
      name: nameOf(object),
      replicas: countOf(valueAt(object, 'spec', 'replicas'), 1),
      ...(object.kind === 'StatefulSet' ? { firstPod: `${nameOf(object)}-${firstOrdinalOf(object)}` } : {}),
    }),
  );
  return {
    zookeepers: places.reduce((sum, { replicas }) => sum + replicas, 0),
    zookeeperPod: places[0]?.firstPod ?? `deploy/${nameOf(first.object)}`,
    ...(places.length === 1 ? {} : { zookeeperDeployments: places }),
    zookeeperPort: countOf(first.environment.ZOOKEEPER_CLIENT_PORT, portsOf(first)[0] ?? 2181),
  };
}
