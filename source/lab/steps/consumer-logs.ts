import { describeFailure } from '../checks/command-output.ts';
import type { Step } from '../model/step.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const consumerLogs: Step = {
  id: '2.4',
  title: "Read the consumer's log",
  figures: ['Figure 12'],
  text: "The consumer counts as well. Compare its pace with the producer's: by the clock at the start of each line, it needs about four times as long for the next 1,000.",
  lookFor: 'Received 1000, 2000, …, much more slowly than the producer publishes.',
  commands: ({ facts }) => [{ line: `kubectl logs -l app=${facts.consumerApp}`, repeats: true }],
  effects: [{ kind: 'resume-producer' }],
  checks: [
    check({
      id: 'consumer-receives',
      title: 'the consumer has received messages',
      look: ['output'],
      withinMs: 90_000,
      verify: ({ output }) => {
        if (output.exitCode !== 0)
          return fails(describeFailure(output), "Is the consumer's pod there? Run step 2.2.");
        const line = output.stdout
          .split('\n')
          .findLast((candidate) => /received [1-9]\d* messages/.test(candidate));
        return line === undefined
          ? fails(
              output.stdout.trim().split('\n').at(-1) || 'the log is empty',
              'The first line comes after 1,000 messages.',
            )
          : holds(line.trim());
      },
    }),
  ],
  hints: ["At 500 messages a second the consumer's first line takes about eight seconds."],
  questions: [],
};
