import { knownBrokerIds } from '../model/facts.ts';
import { counted, mainContainer, partsOf, type Rule } from './rule.ts';

const variable = 'ZOOKEEPER_SERVERS';

/**
 * Several ZooKeeper servers that are no ensemble: each keeps a tree of its own, and a broker registers with the one that it happens to
 * reach, since ZooKeeper's client shuffles the servers of its connect string (`StaticHostProvider`).
 */
export const separateZooKeepers: Rule = (seen, facts) => {
  const { brokers } = seen;
  const ids = knownBrokerIds(facts);
  if (brokers === undefined || ids === undefined || brokers.length >= ids.length) return undefined;
  const workloads = partsOf(seen, facts)
    .filter(({ part }) => part === 'ZooKeeper')
    .flatMap(({ workload }) => workload ?? []);
  const servers = workloads.reduce((sum, { replicas }) => sum + replicas, 0);
  const mayBeOne = workloads.some((workload) => {
    const container = mainContainer(workload, 'ZOOKEEPER_CLIENT_PORT');
    return container === undefined || variable in container.env || container.command.includes(variable);
  });
  if (servers < 2 || mayBeOne) return undefined;
  return {
    hint: `The ZooKeeper servers do not know each other, so each keeps its own list of brokers, and a broker registers with the one that it happens to reach. Give each of them ${variable} and a ZOOKEEPER_SERVER_ID of its own in kafka.yml, or name only one in KAFKA_ZOOKEEPER_CONNECT.`,
    evidence: `${counted(servers, 'ZooKeeper server')} without ${variable}; ${counted(brokers.length, 'broker')} registered where the lab looks`,
  };
};
