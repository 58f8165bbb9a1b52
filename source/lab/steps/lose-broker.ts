import { succeeded } from '../checks/command-output.ts';
import { nothingLost } from '../checks/experiment-checks.ts';
import { brokerPodName } from '../model/facts.ts';
import type { MomentSeen, PartitionSeen, TimelineSeen } from '../model/observations.ts';
import type { Step } from '../model/step.ts';
import { count, list } from '../model/text-format.ts';
import { inSyncAfterMs, isInSync, latestMoment, seconds } from '../model/timeline.ts';
import { check, fails, holds, prediction } from '../model/verdict.ts';

const lost = 1;

export const loseBroker: Step = {
  id: '4.5',
  title: 'Lose a broker',
  figures: [],
  text: 'Every partition has three replicas, so one broker may go. Those of its partitions that it led get another leader, out of the replicas that are in sync; Isr shrinks to two. The StatefulSet starts the pod again under the same name, with the same disk, and the broker copies what it missed until it is in sync again. Leadership stays where it went until the cluster balances it again.',
  lookFor: 'No partition led by broker 1, and all three replicas in sync again.',
  commands: ({ facts }) => [
    { line: `kubectl delete pod ${brokerPodName(facts, lost)}` },
    {
      line: `kubectl exec ${facts.brokerPod} -- kafka-topics --bootstrap-server localhost:9092 --describe --topic ${facts.topic}`,
      whenSettled: true,
    },
  ],
  effects: [
    { kind: 'resume-producer' },
    {
      kind: 'watch',
      says: 'Waiting until all replicas are in sync again',
      withinMs: 90_000,
      begins: isInSync,
      settles: (timeline, facts) =>
        fellBehind(timeline).length > 0 && isInSync(latestMoment(timeline), facts),
    },
    { kind: 'collect-window', says: 'Counting what the group received', atLeast: 1_000 },
  ],
  checks: [
    succeeded(
      'lost-broker-deleted',
      'the pod is deleted',
      'Is kafka-1 there? `kubectl get pods` lists it.',
      0,
    ),
    check({
      id: 'leaders-moved',
      title: 'its partitions got another leader',
      look: ['timeline'],
      withinMs: 0,
      verify: ({ timeline }) => {
        const led = timeline.before.partitions.filter((each) => each.leader === lost);
        const moves = led.map((each) => ({ each, to: newLeader(timeline, each) }));
        if (timeline.before.partitions.length === 0)
          return fails('no partition was seen before the broker went', 'Did a broker answer?');
        const stuck = moves.filter((move) => move.to === undefined);
        if (stuck.length > 0)
          return fails(
            `still led by ${lost}: ${list(stuck.map(({ each }) => `p${each.partition}`))}`,
            'Without a replica in sync there is nobody to lead.',
          );
        return holds(
          moves.length === 0
            ? `broker ${lost} led no partition, so none had to move`
            : list(
                moves.map(
                  ({ each, to }) => `p${each.partition} ${lost} → ${to!.leader} after ${seconds(to!.atMs)}`,
                ),
              ),
        );
      },
    }),
    check({
      id: 'isr-came-back',
      title: 'in sync: three, then two, then three again',
      look: ['timeline'],
      withinMs: 30_000,
      verify: ({ timeline }, facts) => {
        const behind = fellBehind(timeline);
        const now = latestMoment(timeline);
        if (behind.length === 0)
          return fails(
            'the in-sync sets never changed',
            'Was the broker really gone? Look at the age of its pod.',
          );
        if (!isInSync(now, facts))
          return fails(
            list(now.partitions.map((each) => `p${each.partition} in sync: ${list(each.isr)}`)),
            'A broker that was away catches up first.',
          );
        return holds(
          `${list(behind.map((partition) => `p${partition}`))} without broker ${lost}; all in sync again after ${seconds(inSyncAfterMs(timeline, facts) ?? 0)}`,
        );
      },
    }),
    nothingLost('lost-broker-whole', 'no message lost'),
  ],
  hints: [
    'The producer waits for all replicas in sync to confirm a message (acks=all), and asks again where the leader has changed.',
    'A consumer may be delivered some messages again: at least once, not exactly once.',
  ],
  questions: [],
  prediction: prediction({
    question: 'A broker that leads partitions is deleted. How many messages will be lost?',
    choices: [
      { id: 'none', text: 'none' },
      { id: 'some', text: 'those of the partitions it led' },
    ],
    look: ['tally'],
    grade: ({ tally }) => {
      if (!tally.settled || tally.window === 0) return undefined;
      const missing = tally.partitions.reduce((sum, each) => sum + each.window - each.distinct, 0);
      return {
        choice: missing === 0 ? 'none' : 'some',
        evidence: `${count(missing)} of ${count(tally.window)} missing`,
      };
    },
  }),
};

/** The first moment at which another broker led a partition. */
function newLeader(
  { moments }: TimelineSeen,
  before: PartitionSeen,
): { leader: number; atMs: number } | undefined {
  for (const moment of moments) {
    const leader = partitionOf(moment, before.partition)?.leader ?? -1;
    if (leader >= 0 && leader !== before.leader) return { leader, atMs: moment.atMs };
  }
  return undefined;
}

/** Partitions whose in-sync set was seen without the broker. */
function fellBehind({ moments }: TimelineSeen): number[] {
  const partitions = moments.flatMap((moment) =>
    moment.partitions.filter((each) => each.replicas.includes(lost) && !each.isr.includes(lost)),
  );
  return [...new Set(partitions.map((each) => each.partition))].sort((a, b) => a - b);
}

function partitionOf({ partitions }: MomentSeen, partition: number): PartitionSeen | undefined {
  return partitions.find((each) => each.partition === partition);
}
