import { describeFailure, parseDescribedPartitions } from '../checks/command-output.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const describeTopic: Step = {
  id: '2.8',
  title: 'Describe the topic',
  figures: ['Figure 15'],
  text: 'A topic is cut into partitions, and each partition is kept by several brokers. One of them, the leader, takes the writes and the reads; Isr lists the replicas that have everything the leader has. Leaders are spread so that no broker does all the work.',
  lookFor: 'Four partitions with three replicas each, all of them in sync, and not one leader for all.',
  commands: ({ facts }) => [
    {
      line: `kubectl exec ${facts.brokerPod} -- kafka-topics --bootstrap-server localhost:9092 --describe --topic ${facts.topic}`,
      repeats: true,
    },
  ],
  checks: [
    check({
      id: 'four-partitions',
      title: 'four partitions',
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
    }),
    check({
      id: 'three-replicas',
      title: 'three replicas each',
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
    }),
    check({
      id: 'all-in-sync',
      title: 'all in sync',
      look: ['topics'],
      withinMs: 60_000,
      lasting: true,
      verify: ({ topics }, facts) => {
        const partitions = topics.find((topic) => topic.name === facts.topic)?.partitions ?? [];
        const lagging = partitions.filter((seen) => !seen.replicas.every((id) => seen.isr.includes(id)));
        if (partitions.length === 0) return fails('the topic is not there');
        return lagging.length === 0
          ? holds(
              list(
                partitions.map((seen) => `p${seen.partition} ${seen.isr.length} of ${seen.replicas.length}`),
              ),
            )
          : fails(
              list(lagging.map((seen) => `p${seen.partition} in sync: ${list(seen.isr)}`)),
              'A broker that was away catches up first.',
            );
      },
    }),
    check({
      id: 'leaders-spread',
      title: 'leaders spread over the brokers',
      look: ['topics'],
      withinMs: 60_000,
      verify: ({ topics }, facts) => {
        const partitions = topics.find((topic) => topic.name === facts.topic)?.partitions ?? [];
        const evidence = list(partitions.map((seen) => `p${seen.partition} led by ${seen.leader}`));
        if (partitions.some((seen) => seen.leader < 0))
          return fails(evidence, 'A partition without a leader is unusable.');
        const leaders = new Set(partitions.map((seen) => seen.leader));
        return leaders.size >= Math.min(facts.brokers, facts.partitions)
          ? holds(evidence)
          : fails(evidence, 'After a broker restart, leaders move back within five minutes.');
      },
    }),
  ],
  hints: ['Leader, Replicas and Isr are broker ids, the ones from 1.7.'],
  questions: [
    {
      id: '2.2.3',
      text: 'How do you change the number of partitions and replicas that a topic gets when it is created automatically?',
      hints: [
        'Where do the 4 and the 3 in this output come from? Look at the `env` of kafka.yml.',
        'Would a topic that exists already change with them?',
      ],
    },
  ],
};
