import type { LabFacts } from '../model/step.ts';
import { counted, type Diagnosis, mainContainer, partOf, type Rule, type Symptoms, topicOf } from './rule.ts';

interface Shape {
  readonly variable: string;
  readonly noun: string;
  readonly has: number;
  readonly wanted: number;
}

/** The topic has other numbers of partitions or replicas than the lab expects. */
export const topicShape: Rule = (seen, facts) => {
  const topic = topicOf(seen.topics, facts);
  if (topic === undefined || topic.partitions.length === 0) return undefined;
  const replicas = Math.min(...topic.partitions.map((each) => each.replicas.length));
  const shapes: readonly Shape[] = [
    {
      variable: 'KAFKA_NUM_PARTITIONS',
      noun: 'partition',
      has: topic.partitions.length,
      wanted: facts.partitions,
    },
    {
      variable: 'KAFKA_DEFAULT_REPLICATION_FACTOR',
      noun: 'replica',
      has: replicas,
      wanted: facts.replicationFactor,
    },
  ];
  const wrong = shapes.find(({ has, wanted }) => has !== wanted);
  return wrong && shapeHint(wrong, seen, facts);
};

function shapeHint({ variable, noun, has, wanted }: Shape, seen: Symptoms, facts: LabFacts): Diagnosis {
  const kafka = partOf(seen, facts, 'Kafka');
  const container = mainContainer(kafka?.workload, variable);
  const set = container?.env[variable];
  const remove = `delete it (\`kubectl exec ${facts.brokerPod} -- kafka-topics --bootstrap-server localhost:${facts.brokerPort} --delete --topic ${facts.topic}\`), then restart the clients`;
  const evidence = `topic ${facts.topic} has ${counted(has, noun)}${set === undefined ? '' : `, ${variable}=${set}`}`;
  const isUnset = container !== undefined && set === undefined && !container.hasOtherEnv;
  if (isUnset || (set !== undefined && Number(set) !== wanted))
    return {
      hint: `The brokers ${isUnset ? `have no ${variable}` : `have ${variable}=${set}`}, and the lab needs ${wanted}: correct it under \`env\` in kafka.yml and apply it. The topic that exists keeps its ${noun}s: ${remove}.`,
      evidence,
    };
  return {
    hint: `The topic ${facts.topic} was created before, with ${counted(has, noun)} instead of ${wanted}: ${variable} only applies when a topic is created. So ${remove}.`,
    evidence,
  };
}
