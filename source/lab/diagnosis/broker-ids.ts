import { isPodOfBroker } from '../model/broker-pods.ts';
import { knownBrokerIds } from '../model/facts.ts';
import { list } from '../model/text-format.ts';
import { mainContainer, partOf, partsOf, type Rule } from './rule.ts';

const variable = 'KAFKA_BROKER_ID';
/** Kafka's `reserved.broker.max.id`: generated ids are above it. */
const highestOwnId = 1000;

/** The brokers do not have the ids of the manifest: Kafka generated them, or all have the same. */
export const wrongBrokerIds: Rule = (seen, facts) => {
  const kafka = partOf(seen, facts, 'Kafka');
  const container = mainContainer(kafka?.workload, 'KAFKA_ZOOKEEPER_CONNECT');
  if (kafka?.workload === undefined || container === undefined) return undefined;
  const where = `${kafka.kind} ${kafka.name} in kafka.yml`;
  const fixed = container.env[variable];
  const isSetByScript = new RegExp(`\\b${variable}=`).test(container.command);
  if (fixed !== undefined && !fixed.includes('$(') && !isSetByScript && kafka.workload.replicas > 1)
    return {
      hint: `All pods of ${where} get the same ${variable}, ${fixed}: only one of them can register. Take the id from the pod's name in \`command\`: \`export ${variable}=\${HOSTNAME##*-} && exec /etc/confluent/docker/run\`.`,
      evidence: `${variable}=${fixed} in ${kafka.workload.replicas} pods`,
    };
  const ids = seen.brokers?.map(({ id }) => id) ?? [];
  const known = knownBrokerIds(facts);
  const isExpected = known?.some((id) => id > highestOwnId) ?? true;
  if (isExpected || !ids.some((id) => id > highestOwnId)) return undefined;
  return {
    hint:
      isSetByScript && !new RegExp(`export\\s+${variable}=`).test(container.command)
        ? `Kafka generated the broker ids, because ${variable} does not reach it: write \`export ${variable}=…\` in \`command\` of ${where}. Then delete the ${kafka.kind} and its claims, which keep the old ids, and apply the file again.`
        : `Kafka generated the broker ids, because ${variable} is not set: set it in \`command\` of ${where} with \`export ${variable}=…\`. Then delete the ${kafka.kind} and its claims, which keep the old ids, and apply the file again.`,
    evidence: `broker ids in ZooKeeper: ${list(ids)}`,
  };
};

/** A pod is ready and its broker is not in ZooKeeper. */
export const unregistered: Rule = (seen, facts) => {
  const { brokers } = seen;
  const ids = knownBrokerIds(facts);
  if (brokers === undefined || ids === undefined) return undefined;
  const [missing] = partsOf(seen, facts)
    .filter(({ part }) => part === 'Kafka')
    .flatMap(({ kind, name, pods }) => pods.map((pod) => ({ kind, name, pod })))
    .filter(({ pod }) => {
      const id = ids.find((_, index) => isPodOfBroker(pod, index, facts));
      return pod.ready && id !== undefined && !brokers.some((broker) => broker.id === id);
    });
  if (missing === undefined) return undefined;
  return {
    hint: `The pod is ready, but its broker is not in ZooKeeper: compare KAFKA_ZOOKEEPER_CONNECT and ${variable} of ${missing.kind} ${missing.name} in kafka.yml, then \`kubectl logs ${missing.pod.name}\`.`,
    evidence: `${missing.pod.name} ready; broker ids in ZooKeeper: ${list(brokers.map((broker) => broker.id))}`,
  };
};
