import { counted, mainContainer, type PartOfLab, partOf, type Rule, topicOf } from './rule.ts';

function settingOf(kafka: PartOfLab, variable: string, otherwise: number): number {
  const value = mainContainer(kafka.workload, 'KAFKA_ZOOKEEPER_CONNECT')?.env[variable];
  return value === undefined || !/^\d{1,5}$/.test(value) ? otherwise : Number(value);
}

/** A topic cannot be created, because it would have more replicas than there are brokers. */
export const replicationFactor: Rule = (seen, facts) => {
  const kafka = partOf(seen, facts, 'Kafka');
  const container = mainContainer(kafka?.workload, 'KAFKA_ZOOKEEPER_CONNECT');
  if (kafka?.workload === undefined || container === undefined || seen.needs !== 'clients') return undefined;
  const brokers = kafka.workload.replicas;
  const has = `${kafka.kind} ${kafka.name} in kafka.yml`;
  const factor = settingOf(kafka, 'KAFKA_DEFAULT_REPLICATION_FACTOR', 1);
  const evidence = (variable: string, value: number): string =>
    `${variable}=${value}, ${counted(brokers, 'broker')}`;
  if (topicOf(seen.topics, facts) === undefined && factor > brokers)
    return {
      hint: `Kafka cannot create the topic: it needs ${counted(factor, 'replica')} (KAFKA_DEFAULT_REPLICATION_FACTOR), each on a broker of its own, and there ${brokers === 1 ? 'is' : 'are'} only ${counted(brokers, 'broker')} (\`replicas\`). Lower the one or raise the other in ${has}.`,
      evidence: evidence('KAFKA_DEFAULT_REPLICATION_FACTOR', factor),
    };
  const least = settingOf(kafka, 'KAFKA_MIN_INSYNC_REPLICAS', 1);
  if (least > Math.min(brokers, factor))
    return {
      hint: `With acks=all, a partition takes messages only while ${counted(least, 'replica')} ${least === 1 ? 'is' : 'are'} in sync (KAFKA_MIN_INSYNC_REPLICAS), and it has only ${Math.min(brokers, factor)}: lower that number in ${has}.`,
      evidence: evidence('KAFKA_MIN_INSYNC_REPLICAS', least),
    };
  const offsets = settingOf(kafka, 'KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR', 3);
  const hasOffsets =
    seen.topics === undefined || seen.topics.some(({ name }) => name === '__consumer_offsets');
  if (offsets > brokers && !hasOffsets)
    return {
      hint: `No consumer group can form: Kafka stores the offsets of groups in __consumer_offsets, a topic with ${counted(offsets, 'replica')} (KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR, 3 unless it is set), and there ${brokers === 1 ? 'is' : 'are'} only ${counted(brokers, 'broker')}. Set it to ${brokers} under \`env\`, or raise \`replicas\`, in ${has}.`,
      evidence: evidence('KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR', offsets),
    };
  return undefined;
};

/** Nobody created the topic, and Kafka may not do so by itself. */
export const topicNotMade: Rule = (seen, facts) => {
  const kafka = partOf(seen, facts, 'Kafka');
  const variable = 'KAFKA_AUTO_CREATE_TOPICS_ENABLE';
  const value = mainContainer(kafka?.workload, 'KAFKA_ZOOKEEPER_CONNECT')?.env[variable];
  if (seen.needs !== 'clients' || seen.topics === undefined || topicOf(seen.topics, facts) !== undefined)
    return undefined;
  if (value === undefined || value.trim().toLowerCase() !== 'false') return undefined;
  return {
    hint: `Kafka does not create topics by itself here (${variable}): remove that variable from kafka.yml, or create the topic: \`kubectl exec ${facts.brokerPod} -- kafka-topics --bootstrap-server localhost:${facts.brokerPort} --create --topic ${facts.topic} --partitions ${facts.partitions} --replication-factor ${facts.replicationFactor}\`.`,
    evidence: `${variable}=${value}, and there is no topic ${facts.topic}`,
  };
};
