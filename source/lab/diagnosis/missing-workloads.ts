import { brokerWorkloads } from '../model/broker-pods.ts';
import { firstOf, type Part, partsOf, type Rule } from './rule.ts';

const rolesOf: Record<Part, string> = {
  ZooKeeper: 'no broker can register',
  Kafka: 'nothing stores the messages',
  producer: 'nothing is published',
  consumer: 'nothing is received',
};

/** A StatefulSet or Deployment that the step needs is deleted, or scaled below what the lab expects. */
export const missingWorkload: Rule = (seen, facts) =>
  firstOf(partsOf(seen, facts), ({ part, kind, name, file, workload, isNeeded }) => {
    if (!isNeeded) return undefined;
    const what = `${kind} ${name}`;
    if (workload === undefined)
      return {
        hint: `The ${what} does not exist, so ${rolesOf[part]}. Create it: \`kubectl apply -f ${file}\`.`,
        evidence: `there is no ${what}`,
      };
    // The lab itself stops the producer to count.
    if (part === 'producer') return undefined;
    const brokers = brokerWorkloads(facts).find((each) => each.name === name);
    const wanted = part === 'Kafka' ? (brokers?.replicas ?? 1) : 1;
    if (workload.replicas >= wanted) return undefined;
    return {
      hint: `${what} is scaled down to ${workload.replicas}, and the lab needs ${wanted}${workload.replicas === 0 ? `: ${rolesOf[part]}` : ''}. Scale it: \`kubectl scale ${kind.toLowerCase()}/${name} --replicas=${wanted}\` (\`replicas\` in ${file}).`,
      evidence: `${what} has ${workload.replicas} replicas`,
    };
  });
