import { describeFailure, linesOf } from '../checks/command-output.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const listNoTopics: Step = {
  id: '1.9',
  title: 'List the topics: none yet',
  figures: ['Figure 9'],
  text: 'Now ask Kafka itself. kafka-topics runs inside kafka-0 and talks to the broker there. Nobody has published anything, so there is nothing to list; that it answers at all is the news.',
  lookFor: 'Nothing: no output and no error.',
  commands: ({ facts }) => [
    {
      line: `kubectl exec ${facts.brokerPod} -- kafka-topics --bootstrap-server localhost:9092 --list`,
      repeats: true,
    },
  ],
  checks: [
    check({
      id: 'no-topics',
      title: 'an empty list, without an error',
      look: ['output'],
      withinMs: 20_000,
      verify: ({ output }) => {
        if (output.exitCode !== 0)
          return fails(describeFailure(output), 'Is kafka-0 running and registered?');
        const topics = linesOf(output.stdout).filter((line) => !line.trim().startsWith('__'));
        return topics.length === 0
          ? holds('no topics')
          : fails(`topics: ${list(topics)}`, 'Someone has published already. Step 1.1 starts from nothing.');
      },
    }),
  ],
  hints: ["Topics whose names start with two underscores are Kafka's own."],
  questions: [],
};
