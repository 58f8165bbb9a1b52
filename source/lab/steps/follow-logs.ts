import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const followLogs: Step = {
  id: '3.2',
  title: 'Follow both logs',
  figures: ['Figure 17', 'Figure 18'],
  text: "With `-f` a log does not end: new lines appear as they are written. The consumer's lines now name a partition, and it is not always the same one. It also starts with the oldest message, so it first catches up on everything that the other consumer left behind.",
  lookFor: 'Lines of the consumer that name different partitions.',
  commands: ({ facts }) => [
    { line: `kubectl logs -l app=${facts.producerApp} -f`, follows: true },
    { line: `kubectl logs -l app=${facts.consumerApp} -f`, follows: true },
  ],
  effects: [{ kind: 'resume-producer' }],
  checks: [
    check({
      id: 'follow-producer',
      title: 'the producer publishes',
      look: ['outputs'],
      withinMs: 60_000,
      verify: ({ outputs }) => {
        const lines = outputs.flatMap((output) => output.stdout.split('\n'));
        const line = lines.findLast((candidate) => /\b[1-9]\d* messages published/.test(candidate));
        return line === undefined
          ? fails('no line of the producer yet', 'Is the producer running? Step 3.1 starts it.')
          : holds(line.trim());
      },
    }),
    check({
      id: 'follow-consumer',
      title: 'the consumer receives from several partitions',
      look: ['outputs'],
      withinMs: 90_000,
      verify: ({ outputs }) => {
        const text = outputs.map((output) => output.stdout).join('\n');
        const partitions = [...text.matchAll(/received \d+ messages, partition (\d+), offset \d+/g)].map(
          (match) => match[1]!,
        );
        const seen = [...new Set(partitions)].sort();
        return seen.length > 1
          ? holds(`partitions ${list(seen)}`)
          : fails(`partitions named so far: ${list(seen)}`, 'A line comes after every 1,000 messages.');
      },
    }),
  ],
  hints: ['The lab ends the two commands for you; by hand, Ctrl-C does.'],
  questions: [],
};
