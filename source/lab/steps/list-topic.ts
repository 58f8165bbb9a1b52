import { describeFailure, linesOf } from '../checks/command-output.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const listTopic: Step = {
  id: '2.7',
  title: 'List the topics again',
  figures: ['Figure 14'],
  text: 'The same command as in 1.9. The topic that the clients used is still there, although nobody uses it now.',
  lookFor: 'test',
  commands: ({ facts }) => [
    {
      line: `kubectl exec ${facts.brokerPod} -- kafka-topics --bootstrap-server localhost:9092 --list`,
      repeats: true,
    },
  ],
  checks: [
    check({
      id: 'topic-listed',
      title: 'the topic is listed',
      look: ['output'],
      withinMs: 20_000,
      verify: ({ output }, facts) => {
        if (output.exitCode !== 0) return fails(describeFailure(output), 'Is kafka-0 running?');
        const topics = linesOf(output.stdout).map((line) => line.trim());
        return topics.includes(facts.topic)
          ? holds(list(topics))
          : fails(`topics: ${list(topics)}`, 'The first client that uses a topic creates it: run step 2.2.');
      },
    }),
  ],
  hints: ['__consumer_offsets is where Kafka itself remembers how far consumer groups have read.'],
  questions: [],
};
