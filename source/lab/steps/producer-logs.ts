import { describeFailure } from '../checks/command-output.ts';
import type { Step } from '../model/step.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const producerLogs: Step = {
  id: '2.3',
  title: "Read the producer's log",
  figures: ['Figure 11'],
  text: "The producer prints a line for every 1,000 messages. `-l` picks pods by label, so you need not know the pod's full name.",
  lookFor: 'A count that grows by 1,000 from line to line.',
  commands: ({ facts }) => [{ line: `kubectl logs -l app=${facts.producerApp}`, repeats: true }],
  effects: [{ kind: 'resume-producer' }],
  checks: [
    check({
      id: 'producer-publishes',
      title: 'the producer has published messages',
      look: ['output'],
      withinMs: 60_000,
      verify: ({ output }) => {
        if (output.exitCode !== 0)
          return fails(describeFailure(output), "Is the producer's pod there? Run step 2.2.");
        const line = output.stdout
          .split('\n')
          .findLast((candidate) => /\b[1-9]\d* messages published/.test(candidate));
        return line === undefined
          ? fails(
              output.stdout.trim().split('\n').at(-1) || 'the log is empty',
              'The first line comes after 1,000 messages.',
            )
          : holds(line.trim());
      },
    }),
  ],
  hints: ['No lines at all: does the label match? `kubectl get pods --show-labels`'],
  questions: [],
};
