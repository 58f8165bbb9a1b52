import { succeeded } from '../checks/command-output.ts';
import { everyPartitionOwned, nothingLost } from '../checks/experiment-checks.ts';
import type { MomentSeen, TimelineSeen } from '../model/observations.ts';
import type { Step } from '../model/step.ts';
import { count, list } from '../model/text-format.ts';
import { assignedAfterMs, isAssigned, latestMoment, seconds } from '../model/timeline.ts';
import { check, fails, holds, prediction } from '../model/verdict.ts';
import { describeGroup } from './scale-group.ts';

const placeholder = 'CONSUMER_POD';

export const loseConsumer: Step = {
  id: '4.4',
  title: 'Lose a consumer',
  figures: [],
  text: 'Delete a consumer while it reads. Two things happen side by side: Kubernetes starts another pod, because the Deployment asks for as many as before, and the group hands out the partitions anew, first to the members that are left and then to the one that comes.',
  lookFor: 'A pod with a new name, and every partition owned again.',
  commands: ({ facts }) => [
    { line: `kubectl delete pod ${placeholder}`, pod: { word: placeholder, app: facts.consumerApp } },
    { line: describeGroup(facts), whenSettled: true },
  ],
  effects: [
    { kind: 'resume-producer' },
    {
      kind: 'watch',
      says: 'Waiting until the group is whole again',
      withinMs: 60_000,
      begins: isAssigned,
      settles: (timeline, facts) =>
        replaced(timeline) !== undefined && isAssigned(latestMoment(timeline), facts),
    },
    { kind: 'collect-window', says: 'Counting what the group received', atLeast: 1_000 },
  ],
  checks: [
    succeeded(
      'lost-consumer-deleted',
      'the pod is deleted',
      'Is the consumer running? Step 3.1 starts it.',
      0,
    ),
    check({
      id: 'lost-consumer-healed',
      title: 'another consumer has joined in its place',
      look: ['timeline'],
      withinMs: 20_000,
      verify: ({ timeline }) => {
        const change = replaced(timeline);
        if (change === undefined)
          return fails(
            `before: ${list(runsOf(timeline.before))}; now: ${list(runsOf(latestMoment(timeline)))}`,
            'A new pod starts once the old one is on its way out.',
          );
        return holds(
          `${list(change.gone)} gone, ${list(change.come)} joined, group whole after ${seconds(assignedAfterMs(timeline) ?? 0)}`,
        );
      },
    }),
    everyPartitionOwned('lost-consumer-owners', 'all partitions owned again'),
    nothingLost('lost-consumer-whole'),
  ],
  hints: [
    `${placeholder} stands for the name of a consumer's pod: \`kubectl get pods\` lists them.`,
    'A consumer that is told to end commits what it read and leaves the group. One that is killed is missed after its session timeout of 30 seconds.',
  ],
  questions: [],
  prediction: prediction({
    question: 'A consumer is deleted while it reads. What happens to the messages of its partitions?',
    choices: [
      { id: 'lost', text: 'some are lost' },
      { id: 'whole', text: 'all are read in the end' },
    ],
    look: ['tally'],
    grade: ({ tally }) => {
      if (!tally.settled || tally.window === 0) return undefined;
      const missing = tally.partitions.reduce((sum, each) => sum + each.window - each.distinct, 0);
      return {
        choice: missing === 0 ? 'whole' : 'lost',
        evidence: `${count(missing)} of ${count(tally.window)} missing`,
      };
    },
  }),
};

/** The pods that read; without metrics, the members of the group, by the pod where it is known. */
function runsOf({ readers, members, noMetrics }: MomentSeen): string[] {
  return noMetrics ? members.map(({ pod, id }) => pod ?? id) : readers.map((reader) => reader.pod);
}

/** Which pods of the group went and which came, where as many came as went. */
function replaced(timeline: TimelineSeen): { gone: string[]; come: string[] } | undefined {
  const before = runsOf(timeline.before);
  const now = runsOf(latestMoment(timeline));
  const gone = before.filter((pod) => !now.includes(pod));
  const come = now.filter((pod) => !before.includes(pod));
  return gone.length > 0 && come.length === gone.length ? { gone, come } : undefined;
}
