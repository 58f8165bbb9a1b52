import type { BrokerIds, DeploymentFacts, LabFacts } from './step.ts';

/** The facts of a lab as a journal keeps them: without what changes from session to session, and flat. */
export type RecordedFacts = Omit<LabFacts, 'brokerIds' | 'swap'> & {
  readonly brokerIds?: readonly number[];
  /** Kafka makes up ids from this one on. */
  readonly firstBrokerId?: number;
};

export function recordOf({ brokerIds, swap: _swap, ...facts }: LabFacts): RecordedFacts {
  if (brokerIds.from === 'manifest') return { ...facts, brokerIds: brokerIds.ids };
  return brokerIds.from === 'kafka' ? { ...facts, firstBrokerId: brokerIds.first } : facts;
}

const mostPods = 1_000;
const mostPartitions = 10_000;

/** The facts of a journal; undefined if no manifest could say so, since words and commands are made of them. */
export function factsFromRecord({ brokerIds, firstBrokerId, ...facts }: RecordedFacts): LabFacts | undefined {
  const isCount = (value: number, most: number): boolean =>
    Number.isSafeInteger(value) && value >= 0 && value <= most;
  const { nodes, brokers, zookeepers, partitions, replicationFactor } = facts;
  if (![nodes, brokers, zookeepers, replicationFactor].every((value) => isCount(value, mostPods)))
    return undefined;
  if (!areWholly(facts.brokerDeployments, brokers)) return undefined;
  if (!areWholly(facts.zookeeperDeployments, zookeepers)) return undefined;
  if (!isCount(partitions, mostPartitions) || partitions === 0 || brokers === 0) return undefined;
  return { ...facts, brokerIds: idsFrom(brokerIds, firstBrokerId) };
}

/** Whether the Deployments of the brokers or of ZooKeeper, if there are any, have all of them. */
function areWholly(deployments: readonly DeploymentFacts[] | undefined, servers: number): boolean {
  if (deployments === undefined) return true;
  const all = deployments.map(({ replicas }) => replicas);
  return (
    all.every((replicas) => Number.isSafeInteger(replicas) && replicas >= 0) &&
    all.reduce((sum, replicas) => sum + replicas, 0) === servers
  );
}

function idsFrom(ids: readonly number[] | undefined, first: number | undefined): BrokerIds {
  if (ids !== undefined) return { from: 'manifest', ids };
  return first === undefined ? { from: 'script' } : { from: 'kafka', first };
}
