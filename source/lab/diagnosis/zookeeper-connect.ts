import { addressesIn, whyUnresolved } from './cluster-names.ts';
import { type Diagnosis, mainContainer, partOf, partsOf, type Rule } from './rule.ts';

const variable = 'KAFKA_ZOOKEEPER_CONNECT';

/** The brokers have the address of a ZooKeeper that is not there. */
export const zookeeperConnect: Rule = (seen, facts): Diagnosis | undefined => {
  const kafka = partOf(seen, facts, 'Kafka');
  const value = mainContainer(kafka?.workload, variable)?.env[variable];
  if (seen.situation === undefined || kafka === undefined || value === undefined) return undefined;
  const where = `${variable} of ${kafka.kind} ${kafka.name} in kafka.yml`;
  const evidence = `${variable}=${value}`;
  const own = partsOf(seen, facts)
    .filter(({ part }) => part === 'ZooKeeper')
    .map(({ workload }) => mainContainer(workload, 'ZOOKEEPER_CLIENT_PORT')?.env.ZOOKEEPER_CLIENT_PORT)
    .map((port) => Number(port ?? Number.NaN));
  for (const address of addressesIn(value)) {
    const why = whyUnresolved(address.host, seen.situation, facts.namespace);
    if (why !== undefined)
      return { hint: `The brokers do not find ZooKeeper: ${why}. Correct the name in ${where}.`, evidence };
    if (address.host === 'localhost' || address.host.startsWith('127.'))
      return {
        hint: `\`${address.host}\` is the broker's own pod, and ZooKeeper is in another one: put the name of its Service into ${where}.`,
        evidence,
      };
    // Without a port, 2181; behind a virtual address, the Service's port counts.
    const service = seen.situation.services.find(({ name }) => address.host.split('.')[0] === name);
    const ports = service === undefined || service.clusterIP === 'None' ? own : service.ports;
    if (!ports.some(Number.isNaN) && !ports.includes(address.port ?? 2181))
      return {
        hint: `ZooKeeper listens on ${ports.join(' and ')}, not on ${address.port ?? 2181}: correct the port in ${where}.`,
        evidence,
      };
  }
  return undefined;
};
