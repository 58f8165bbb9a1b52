import { zookeeperInWords } from '../model/zookeeper-pods.ts';
import { describePod, partOf, partsOf, type Rule } from './rule.ts';

/** ZooKeeper's pod, or too many of an ensemble, are missing or not ready, and no rule above says why. */
export const zookeeperAway: Rule = (seen, facts) => {
  const servers = partsOf(seen, facts).filter(({ part }) => part === 'ZooKeeper');
  const kafka = partOf(seen, facts, 'Kafka');
  if (servers.length === 0 || kafka === undefined || kafka.pods.length === 0) return undefined;
  const pods = servers.flatMap((server) => server.pods);
  const ready = pods.filter((pod) => pod.ready).length;
  const quorum = Math.floor(facts.zookeepers / 2) + 1;
  if (ready >= quorum) return undefined;
  const waiting = pods.find((pod) => !pod.ready);
  if (facts.zookeepers > 1)
    return {
      hint: `Without a majority of ZooKeeper's ${facts.zookeepers} servers no broker can register: \`kubectl get pods\` shows what they are waiting for.`,
      evidence: `${ready} of ${facts.zookeepers} servers of ZooKeeper are ready${waiting === undefined ? '' : `; ${describePod(waiting)}`}`,
    };
  return {
    hint: `Without ZooKeeper no broker can register: \`kubectl get pods\` shows what ${zookeeperInWords(facts)} is waiting for.`,
    evidence: waiting === undefined ? `${zookeeperInWords(facts)} is not there` : describePod(waiting),
  };
};
