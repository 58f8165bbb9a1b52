import { brokerInWords } from '../model/broker-pods.ts';
import type { LabFacts } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { fails, holds } from '../model/verdict.ts';
import { describeFailure, linesOf, parseDescribedPartitions } from './command-output.ts';
import { namedCheck } from './named-check.ts';

export const topicExists = namedCheck({
  name: 'topic-exists',
  says: 'The topic of the facts exists, with as many partitions as they say.',
  parameters: {},
  look: ['topics'],
  withinMs: 60_000,
  lasting: true,
  verify: ({ topics }, facts) => {
    const topic = topics.find((candidate) => candidate.name === facts.topic);
    if (!topic)
      return fails(
        `topics: ${list(topics.map((candidate) => candidate.name))}`,
        'Does the producer reach a broker?',
      );
    return topic.partitions.length === facts.partitions
      ? holds(`${topic.name}: ${topic.partitions.length} partitions`)
      : fails(
          `${topic.name}: ${topic.partitions.length} partitions`,
          'Compare KAFKA_NUM_PARTITIONS in kafka.yml.',
        );
  },
});

export const noTopicsListed = namedCheck({
  name: 'no-topics-listed',
  says: "The output of the last command, `kafka-topics --list`, names no topic but Kafka's own.",
  parameters: {},
  look: ['output'],
  withinMs: 20_000,
  verify: ({ output }, facts) => {
    if (output.exitCode !== 0)
      return fails(describeFailure(output), `Is ${brokerInWords(0, facts)} running and registered?`);
    const topics = linesOf(output.stdout).filter((line) => !line.trim().startsWith('__'));
    return topics.length === 0
      ? holds('no topics')
      : fails(`topics: ${list(topics)}`, 'Someone has published already. Step 1.1 starts from nothing.');
  },
});

export const topicListed = namedCheck({
  name: 'topic-listed',
  says: 'The output of the last command, `kafka-topics --list`, names the topic of the facts.',
  parameters: {},
  look: ['output'],
  withinMs: 20_000,
  verify: ({ output }, facts) => {
    if (output.exitCode !== 0)
      return fails(describeFailure(output), `Is ${brokerInWords(0, facts)} running?`);
    const topics = linesOf(output.stdout).map((line) => line.trim());
    return topics.includes(facts.topic)
      ? holds(list(topics))
      : fails(
          `topics: ${list(topics)}`,
          'Kafka creates the topic for the first client that uses it: run step 2.2.',
        );
  },
});

export const partitionsDescribed = namedCheck({
  name: 'partitions-described',
  says: 'The output of the last command, `kafka-topics --describe`, has every partition of the topic once.',
  parameters: {},
  look: ['output'],
  withinMs: 20_000,
  verify: ({ output }, facts) => {
    if (output.exitCode !== 0)
      return fails(describeFailure(output), 'Does the topic exist? Step 2.7 lists it.');
    const partitions = parseDescribedPartitions(output.stdout, facts.topic).map((seen) => seen.partition);
    return partitions.length === facts.partitions && new Set(partitions).size === facts.partitions
      ? holds(`partitions ${list(partitions)}`)
      : fails(`partitions ${list(partitions)}`, 'Compare KAFKA_NUM_PARTITIONS in kafka.yml.');
  },
});

export const replicasDescribed = namedCheck({
  name: 'replicas-described',
  says: 'The output of the last command, `kafka-topics --describe`, has the number of replicas of the facts for each partition.',
  parameters: {},
  look: ['output'],
  withinMs: 20_000,
  verify: ({ output }, facts) => {
    const partitions = parseDescribedPartitions(output.stdout, facts.topic);
    const evidence = list(partitions.map((seen) => `p${seen.partition} on ${seen.replicas.join('+')}`));
    return partitions.length > 0 &&
      partitions.every((seen) => new Set(seen.replicas).size === facts.replicationFactor)
      ? holds(evidence)
      : fails(evidence, 'Compare KAFKA_DEFAULT_REPLICATION_FACTOR in kafka.yml.');
  },
});

export const inSync = namedCheck({
  name: 'in-sync',
  says: 'All replicas of the topic are in sync.',
  parameters: {},
  look: ['topics'],
  withinMs: 60_000,
  lasting: true,
  verify: ({ topics }, facts) => {
    const partitions = topics.find((topic) => topic.name === facts.topic)?.partitions ?? [];
    const lagging = partitions.filter((seen) => !seen.replicas.every((id) => seen.isr.includes(id)));
    if (partitions.length === 0) return fails('the topic is not there');
    return lagging.length === 0
      ? holds(
          list(partitions.map((seen) => `p${seen.partition} ${seen.isr.length} of ${seen.replicas.length}`)),
        )
      : fails(
          list(lagging.map((seen) => `p${seen.partition} in sync: ${list(seen.isr)}`)),
          'A broker that was away has to catch up first.',
        );
  },
});

export const leadersSpread = namedCheck({
  name: 'leaders-spread',
  says: 'Every partition has a leader, and the leaders are spread over the brokers.',
  parameters: {},
  look: ['topics'],
  withinMs: 60_000,
  verify: ({ topics }, facts) => {
    const partitions = topics.find((topic) => topic.name === facts.topic)?.partitions ?? [];
    const evidence = list(partitions.map((seen) => `p${seen.partition} led by ${seen.leader}`));
    if (partitions.some((seen) => seen.leader < 0))
      return fails(evidence, 'A partition without a leader is unusable.');
    const found = new Set(partitions.map((seen) => seen.leader));
    return found.size >= leaders(facts)
      ? holds(evidence)
      : fails(
          evidence,
          'After a broker restart, Kafka moves leaders back at its next check, every five minutes.',
        );
  },
});

/** How many brokers lead a partition each. */
const leaders = ({ brokers, partitions }: LabFacts): number => Math.min(brokers, partitions);
