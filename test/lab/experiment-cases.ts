import type {
  MemberSeen,
  MomentSeen,
  Observations,
  PartitionSeen,
  ReaderSeen,
} from '../../source/lab/model/observations.ts';
import { output, partitionTally, tally } from './observed.ts';

type Case = { passes: Partial<Observations>; fails: Record<string, Partial<Observations>> };

const member = (pod: string, ...partitions: number[]): MemberSeen => ({ id: `m-${pod}`, pod, partitions });
const reader = (pod: string, startedAt = 1, starts: readonly number[] = []): ReaderSeen => ({
  pod,
  startedAt,
  partitions: starts.map((offset, partition) => ({
    partition,
    startOffset: offset,
    firstOffset: offset,
    messages: 10,
    duplicates: 0,
  })),
});
const partition = (number: number, leader = number % 3, isr = [0, 1, 2]): PartitionSeen => ({
  partition: number,
  leader,
  replicas: [0, 1, 2],
  isr,
});
const inSync = [0, 1, 2, 3].map((each) => partition(each));
const committed = [50, 50, 50, 50];

/** A moment in which every member also responds as a reader. */
function moment(members: readonly MemberSeen[], more: Partial<MomentSeen> = {}): MomentSeen {
  const readers = members.map(({ pod = '' }) => reader(pod));
  return { atMs: 0, members, readers, partitions: inSync, committed, ...more };
}

function timeline(before: MomentSeen, ...moments: MomentSeen[]): Partial<Observations> {
  return {
    timeline: { before, moments: moments.map((each, index) => ({ ...each, atMs: 1_000 * (index + 1) })) },
  };
}

const alone = moment([member('a', 0, 1, 2, 3)]);
const rebalancing = moment([], { readers: [reader('a'), reader('b')] });
const two = moment([member('a', 0, 2), member('b', 1, 3)]);
const four = moment([member('a', 0), member('b', 1), member('c', 2), member('d', 3)]);
const five = moment([...four.members, member('e')]);
const whole = [0, 1, 2, 3].map((each) => partitionTally(each, 5_000, 5_000));
const again = whole.map((each) => ({ ...each, received: 5_010, duplicates: 10, redelivered: 10 }));
const cases: Record<string, Case> = {};

const owners = {
  'a partition without owner': timeline(alone, moment([member('a', 0, 2), member('b', 1)])),
  'a partition with two owners': timeline(alone, moment([member('a', 0, 1, 2), member('b', 1, 3)])),
  'one that is not a member yet': timeline(alone, { ...two, readers: [...two.readers, reader('c')] }),
  'three and one': timeline(alone, moment([member('a', 0, 1, 2), member('b', 3)])),
  'a rebalance': timeline(alone, rebalancing),
};

for (const [count, assigned] of [
  [2, two],
  [4, four],
  [5, five],
] as const) {
  cases[`scale-${count}-members`] = {
    passes: timeline(alone, rebalancing, assigned),
    fails: {
      'one too few': timeline(alone, moment(assigned.members.slice(1))),
      'a rebalance': timeline(alone, rebalancing),
    },
  };
  cases[`scale-${count}-owners`] = { passes: timeline(alone, rebalancing, assigned), fails: owners };
}

const received = (partitions = whole, settled = true) => tally('group', partitions, settled);
const nothingLost: Case = {
  passes: received(again),
  fails: {
    'one missing': received([...whole.slice(0, 3), partitionTally(3, 5_000, 4_999)]),
    'one missing and one twice': received([
      ...again.slice(0, 3),
      partitionTally(3, 5_000, 5_000, { distinct: 4_999, duplicates: 1 }),
    ]),
    'a partition not counted': received(whole.slice(0, 3)),
    'the other consumer': tally('partition', whole),
    empty: received([0, 1, 2, 3].map((each) => partitionTally(each, 0, 0))),
    'in flight': received(whole, false),
  },
};
const accepted: Case = {
  passes: { outputs: [output('done'), output('done'), output('done')] },
  fails: { 'an exit code': { outputs: [output('', 1)] }, 'no command': { outputs: [] } },
};

const leadersAfter = inSync.map((each) =>
  partition(each.partition, each.leader === 1 ? 2 : each.leader, [0, 2]),
);
const back = leadersAfter.map((each) => ({ ...each, isr: [0, 2, 1] }));
const withPartitions = (partitions: PartitionSeen[]) => moment(two.members, { partitions });
const restarted = (starts: readonly number[]) =>
  moment([member('n', 0, 1, 2, 3)], { readers: [reader('n', 2, starts)], committed: [90, 90, 90, 90] });
const stopped = moment([], { readers: [], committed: [60, 60, 60, 60] });
const resumed: Case = {
  passes: timeline(alone, stopped, restarted([60, 60, 61, 62])),
  fails: {
    'from the oldest': timeline(alone, stopped, restarted([0, 0, 0, 0])),
    'one partition from before the last commit': timeline(alone, stopped, restarted([60, 60, 60, 59])),
    'no new consumer': timeline(alone, stopped),
    'nothing committed': timeline(
      moment(alone.members, { committed: [] }),
      moment([], { readers: [], committed: [] }),
      restarted([0, 0, 0, 0]),
    ),
  },
};

/** What the checks of the experiments must accept, and what they must refuse. */
const described = (...offsets: string[]) =>
  output(
    `GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG\n${offsets
      .map((offset, partition) => `test-group test ${partition} ${offset} 900 900`)
      .join('\n')}\n`,
  );
/** The outputs of step 4.7: the reset, then the offsets before and after the consumer starts. */
const replay = (reset: string, before: readonly string[], after: readonly string[]) => ({
  outputs: [output(''), output(''), output(reset), described(...before), output(''), described(...after)],
});
const [plan, oldest, newest] = [
  '\nGROUP TOPIC PARTITION NEW-OFFSET\n',
  Array(4).fill('0'),
  Array(4).fill('900'),
];

export const experimentCases: Record<string, Case> = {
  ...cases,
  'scale-5-idle': {
    passes: timeline(four, five),
    fails: {
      'the fifth has not joined': timeline(four, four),
      'two idle': timeline(four, moment([...five.members, member('f')])),
      'a partition without owner': timeline(
        four,
        moment([...four.members.slice(1), member('a'), member('e')]),
      ),
    },
  },
  'lost-consumer-deleted': accepted,
  'lost-consumer-healed': {
    passes: timeline(two, rebalancing, moment([member('a', 0, 2), member('c', 1, 3)])),
    fails: {
      'nobody went': timeline(two, two),
      'nobody came': timeline(two, moment([member('a', 0, 1, 2, 3)])),
    },
  },
  'lost-consumer-owners': { passes: timeline(two, two), fails: owners },
  'lost-consumer-whole': nothingLost,
  'lost-broker-deleted': accepted,
  'leaders-moved': {
    passes: timeline(two, withPartitions(leadersAfter), withPartitions(back)),
    fails: {
      'nobody else leads': timeline(two, two),
      'no leader at all': timeline(two, withPartitions(inSync.map((each) => ({ ...each, leader: -1 })))),
      'nothing seen before': timeline(withPartitions([]), withPartitions(back)),
    },
  },
  'isr-came-back': {
    passes: timeline(two, withPartitions(leadersAfter), withPartitions(back)),
    fails: {
      'it never left': timeline(two, two),
      'it did not come back': timeline(two, withPartitions(leadersAfter)),
      'one partition still without it': timeline(
        two,
        withPartitions(leadersAfter),
        withPartitions([...back.slice(0, 3), leadersAfter[3]!]),
      ),
    },
  },
  'lost-broker-whole': nothingLost,
  'restart-done': accepted,
  'restart-resumes': resumed,
  'restart-none-again': resumed,
  'restart-whole': nothingLost,
  'replay-accepted': {
    passes: replay(plan, oldest, newest),
    fails: { 'an error': replay('Error: no scenario', newest, newest), 'no output': { outputs: [] } },
  },
  'replay-from-start': {
    passes: replay(plan, oldest, newest),
    fails: {
      'only a plan': replay(plan, newest, newest),
      'one partition': replay(plan, ['0', '900', '900', '900'], newest),
      'nothing committed': replay(plan, Array(4).fill('-'), newest),
    },
  },
  'replay-read': {
    passes: replay(plan, oldest, newest),
    fails: {
      'no consumer': replay(plan, oldest, oldest),
      'one partition unread': replay(plan, oldest, ['900', '900', '900', '0']),
    },
  },
};
