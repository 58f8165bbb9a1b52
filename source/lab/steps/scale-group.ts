import { everyPartitionOwned } from '../checks/experiment-checks.ts';
import type { Check, LabFacts, Prediction, Step } from '../model/step.ts';
import { count, list } from '../model/text-format.ts';
import { idleMembers, isAssigned, latestMoment, shortName } from '../model/timeline.ts';
import { check, fails, holds, prediction } from '../model/verdict.ts';

interface Scale {
  readonly id: string;
  readonly title: string;
  readonly members: number;
  /** How many there were before. */
  readonly before: number;
  readonly text: string;
  readonly lookFor: string;
  readonly hint: string;
  readonly checks: readonly Check[];
  readonly prediction: Prediction;
}

function scaleGroup(scale: Scale): Step {
  const { id, title, members, text, lookFor, hint, checks } = scale;
  return {
    id,
    title,
    figures: [],
    text,
    lookFor,
    commands: ({ facts }) => [
      { line: `kubectl scale deployment/${facts.consumerApp} --replicas=${members}` },
      { line: describeGroup(facts), whenSettled: true },
    ],
    effects: [
      { kind: 'resume-producer' },
      {
        kind: 'watch',
        says: `Waiting until a group of ${count(members)} has shared the partitions`,
        withinMs: 60_000,
        begins: isAssigned,
        settles: (timeline, facts) =>
          latestMoment(timeline).members.length === members && isAssigned(latestMoment(timeline), facts),
      },
    ],
    checks: [
      check({
        id: `scale-${members}-members`,
        title: `${members} members in the group`,
        look: ['timeline'],
        withinMs: 20_000,
        verify: ({ timeline }) => {
          const { members: now } = latestMoment(timeline);
          const evidence = `${now.length} members: ${list(now.map(shortName))}`;
          return now.length === members
            ? holds(evidence)
            : fails(evidence, 'A member joins a few seconds after its pod has started.');
        },
      }),
      everyPartitionOwned(
        `scale-${members}-owners`,
        `one owner for each partition, with ${members} consumers`,
      ),
      ...checks,
    ],
    hints: [
      hint,
      '`kubectl get pods` lists the consumers; CONSUMER-ID in the table tells the members apart.',
    ],
    questions: [],
    undo: ({ facts }) => [`kubectl scale deployment/${facts.consumerApp} --replicas=${scale.before}`],
    prediction: scale.prediction,
  };
}

/** The command that shows who owns which partition, and how far each has come. */
export function describeGroup(facts: LabFacts): string {
  return `kubectl exec ${facts.brokerPod} -- kafka-consumer-groups --bootstrap-server localhost:9092 --describe ${facts.group === undefined ? '--all-groups' : `--group ${facts.group}`}`;
}

const most = prediction({
  question: 'How many partitions will each of two consumers own?',
  choices: [
    { id: 'one', text: 'one each, and two are left over' },
    { id: 'two', text: 'two each' },
    { id: 'four', text: 'all four each' },
  ],
  look: ['timeline'],
  grade: ({ timeline }) => {
    const sizes = latestMoment(timeline).members.map((member) => member.partitions.length);
    const [size] = sizes;
    const choice = ({ 1: 'one', 2: 'two', 4: 'four' } as const)[size ?? 0];
    if (choice === undefined || sizes.some((each) => each !== size)) return undefined;
    return { choice, evidence: `partitions owned: ${list(sizes)}` };
  },
});

export const scaleToTwo: Step = scaleGroup({
  id: '4.1',
  title: 'Two consumers share the work',
  members: 2,
  before: 1,
  text: 'A second consumer joins the group, and nobody has to tell the first. The coordinator, one of the brokers, notices the new member, asks all members to join again, and the partitions are dealt out anew. That is a rebalance. While it lasts, a few seconds, nobody reads.',
  lookFor: 'Two members, each with two of the four partitions.',
  hint: 'The new pod needs a moment to start, and a running member learns of the rebalance with its next heartbeat.',
  checks: [],
  prediction: most,
});

export const scaleToFour: Step = scaleGroup({
  id: '4.2',
  title: 'Four consumers: one partition each',
  members: 4,
  before: 2,
  text: 'Two more. With as many members as partitions each owns exactly one, and the group reads as much at a time as this topic allows.',
  lookFor: 'Four members, and no partition that is not owned.',
  hint: 'Pods that start one after the other may cause more than one rebalance; the last one counts.',
  checks: [],
  prediction: prediction({
    question: 'Four partitions, four consumers: how many partitions will the busiest of them own?',
    choices: [
      { id: '1', text: 'one' },
      { id: '2', text: 'two' },
      { id: '4', text: 'four' },
    ],
    look: ['timeline'],
    grade: ({ timeline }) => {
      const sizes = latestMoment(timeline).members.map((member) => member.partitions.length);
      if (sizes.length === 0) return undefined;
      return { choice: String(Math.max(...sizes)), evidence: `partitions owned: ${list(sizes)}` };
    },
  }),
});

export const scaleToFive: Step = scaleGroup({
  id: '4.3',
  title: 'Five consumers: one is idle',
  members: 5,
  before: 4,
  text: 'A partition is read by one member of a group at a time, which is what keeps its messages in order. So there is nothing for a fifth member to do but to wait until another one goes. The number of partitions is the limit of a group.',
  lookFor: 'Five members, four partitions, and one member without any.',
  hint: 'The idle member costs a pod, and takes over within seconds when another one fails.',
  checks: [
    check({
      id: 'scale-5-idle',
      title: 'one consumer is idle',
      look: ['timeline'],
      withinMs: 20_000,
      verify: ({ timeline }, facts) => {
        const now = latestMoment(timeline);
        const idle = idleMembers(now);
        const evidence = `${now.members.length} members, ${facts.partitions} partitions, idle: ${list(idle.map(shortName))}`;
        return idle.length === 5 - facts.partitions && isAssigned(now, facts)
          ? holds(evidence)
          : fails(evidence, 'Is every consumer a member yet?');
      },
    }),
  ],
  prediction: prediction({
    question: 'How many consumers will sit idle when there are five?',
    choices: [0, 1, 2, 4].map((idle) => ({ id: String(idle), text: String(idle) })),
    look: ['timeline'],
    grade: ({ timeline }, facts) => {
      const now = latestMoment(timeline);
      if (!isAssigned(now, facts)) return undefined;
      const idle = idleMembers(now).length;
      return { choice: String(idle), evidence: `${now.members.length} members, ${idle} without a partition` };
    },
  }),
});
