import type { PartitionTally, TallySeen } from '../model/observations.ts';
import { isShare, shareBounds } from '../model/share.ts';
import { count, list, percent } from '../model/text-format.ts';
import { fails, holds } from '../model/verdict.ts';
import {
  estimatedDuplicates,
  estimatedOtherPartitions,
  estimatedPartitions,
  estimatedPartitionZero,
  estimatedQuarter,
  estimatedWhole,
  estimatedWindow,
} from './estimate-checks.ts';
import { namedCheck } from './named-check.ts';

const decideWithinMs = 30_000;
const inFlight = 'Messages are still in flight: the producer is not stopped, or the consumer still reads.';

export const windowToCount = namedCheck({
  name: 'window-to-count',
  says: 'The consumer that the step is about runs, every partition has messages for it, and nothing is in flight.',
  parameters: { consumer: { type: 'text', says: 'which consumer', choices: ['partition', 'group'] } },
  look: ['tally'],
  withinMs: decideWithinMs,
  verify: ({ tally }, facts, { consumer: wanted }) => {
    const consumer = wanted === 'partition' ? 'partition' : 'group';
    const what = consumer === 'partition' ? 'the partition-0 consumer' : 'the consumer group';
    if (tally.estimate) return estimatedWindow(tally, tally.estimate, consumer, facts);
    if (tally.consumer !== consumer) {
      return fails(`the running consumer is: ${tally.consumer}`, `Deploy ${what} first, then count.`);
    }
    const counted = tally.partitions.filter((partition) => partition.window > 0);
    if (counted.length < facts.partitions) {
      return fails(
        `messages in ${counted.length} of ${facts.partitions} partitions`,
        'Wait until every partition has messages.',
      );
    }
    if (!tally.settled) return fails(describeTally(tally), inFlight);
    return holds(`${count(tally.window)} messages in ${counted.length} partitions`);
  },
});

export const shareOfOnePartition = namedCheck({
  name: 'share-of-one-partition',
  says: 'The share of the window that the consumer received is that of one partition, within chance.',
  parameters: {},
  look: ['tally'],
  withinMs: decideWithinMs,
  verify: ({ tally }, facts) => {
    if (tally.estimate) return estimatedQuarter(tally, tally.estimate, facts);
    if (tally.window === 0) return fails('the window is empty', 'Start the producer and the consumer.');
    const p = 1 / facts.partitions;
    const { low, high } = shareBounds(tally.window, p);
    const evidence = `${percent(tally.share)} of ${count(tally.window)}, expected ${percent(low)} to ${percent(high)}`;
    if (!tally.settled) return fails(evidence, inFlight);
    return isShare(tally.received, tally.window, p)
      ? holds(evidence)
      : fails(evidence, 'Four standard deviations off is not chance: look at which partitions were read.');
  },
});

export const shareOfEverything = namedCheck({
  name: 'share-of-everything',
  says: 'The consumer group received all messages of the window: a share of exactly one.',
  parameters: {},
  look: ['tally'],
  withinMs: decideWithinMs,
  verify: ({ tally }, facts) => {
    if (tally.estimate) return estimatedWhole(tally, tally.estimate, facts, 'share');
    const evidence = describeTally(tally);
    if (tally.consumer !== 'group') return fails(`the running consumer is: ${tally.consumer}`);
    if (tally.window === 0) return fails(evidence, 'Start the producer.');
    if (!tally.settled) return fails(evidence, inFlight);
    return tally.received - redelivered(tally) === tally.window && tally.share === 1
      ? holds(evidence)
      : fails(evidence, 'Look at which partition differs.');
  },
});

export const partitionZeroReceived = namedCheck({
  name: 'partition-zero-received',
  says: "All of partition 0's window was received, each message once.",
  parameters: {},
  look: ['tally'],
  withinMs: decideWithinMs,
  verify: ({ tally }) => {
    if (tally.estimate) return estimatedPartitionZero(tally, tally.estimate);
    const zero = tally.partitions.find((partition) => partition.partition === 0);
    if (!zero || zero.window === 0) return fails('partition 0 is empty', 'Start the producer.');
    const evidence = describePartition(zero);
    if (!tally.settled) return fails(evidence, inFlight);
    if (zero.distinct < zero.window)
      return fails(evidence, 'The consumer has not read what partition 0 holds.');
    return zero.duplicates === 0
      ? holds(evidence)
      : fails(
          `${evidence}, and ${count(zero.duplicates)} again`,
          'Without a group, each replica reads the whole partition for itself: run one replica.',
        );
  },
});

export const otherPartitionsUnread = namedCheck({
  name: 'other-partitions-unread',
  says: 'Nothing was received from any other partition than 0, although there were messages.',
  parameters: {},
  look: ['tally'],
  withinMs: decideWithinMs,
  verify: ({ tally }, facts) => {
    if (facts.partitions === 1) return holds('partition 0 is the only one');
    if (tally.estimate) return estimatedOtherPartitions(tally.estimate);
    const others = tally.partitions.filter((partition) => partition.partition !== 0);
    const evidence = list(others.map(describePartition));
    if (!others.some((partition) => partition.window > 0))
      return fails(evidence, 'There is nothing to miss yet.');
    const read = others.filter((partition) => partition.received > 0);
    return read.length === 0
      ? holds(evidence)
      : fails(list(read.map(describePartition)), 'This consumer reads more than partition 0.');
  },
});

export const noneMissing = namedCheck({
  name: 'none-missing',
  says: 'Every offset of the window was received, in every partition.',
  parameters: {},
  look: ['tally'],
  withinMs: decideWithinMs,
  verify: ({ tally }, facts) => {
    if (tally.estimate) return estimatedWhole(tally, tally.estimate, facts);
    if (tally.partitions.length < facts.partitions) {
      return fails(`${tally.partitions.length} of ${facts.partitions} partitions counted`);
    }
    const short = tally.partitions.filter((partition) => partition.distinct !== partition.window);
    if (short.length > 0)
      return fails(list(short.map(describePartition)), 'Is every partition assigned to a member?');
    if (tally.window === 0) return fails('the window is empty', 'Start the producer.');
    if (!tally.settled) return fails(describeTally(tally), inFlight);
    return holds(list(tally.partitions.map(describePartition)));
  },
});

export const noneTwice = namedCheck({
  name: 'none-twice',
  says: 'No message was received twice, except after a rebalance.',
  parameters: {},
  look: ['tally'],
  withinMs: decideWithinMs,
  verify: ({ tally }) => {
    if (tally.estimate) return estimatedDuplicates(tally, tally.estimate);
    const twice = tally.partitions.filter(
      (partition) =>
        partition.duplicates !== (partition.redelivered ?? 0) ||
        partition.received !== partition.distinct + partition.duplicates,
    );
    if (twice.length > 0) {
      return fails(
        list(twice.map((partition) => `p${partition.partition} ${count(partition.duplicates)} read again`)),
        'A message arrived twice, and no rebalance explains it.',
      );
    }
    if (tally.received === 0) return fails('nothing was received yet', 'Is the consumer group running?');
    if (!tally.settled) return fails(describeTally(tally), inFlight);
    const again = redelivered(tally);
    return again === 0
      ? holds(`${count(tally.received)} received, all of them different`)
      : holds(
          `${count(tally.received - again)} received, and ${count(again)} of them again after a rebalance: at least once`,
        );
  },
});

export const noPartitionSkipped = namedCheck({
  name: 'no-partition-skipped',
  says: 'Messages of every partition were received.',
  parameters: {},
  look: ['tally'],
  withinMs: decideWithinMs,
  verify: ({ tally }, facts) => {
    if (tally.estimate) return estimatedPartitions(tally, tally.estimate, facts);
    const read = tally.partitions.filter((partition) => partition.received > 0);
    const evidence = list(tally.partitions.map((p) => `p${p.partition} ${count(p.received)}`));
    return read.length === facts.partitions
      ? holds(evidence)
      : fails(evidence, 'Nobody reads a partition without an owner.');
  },
});

/** Messages that a rebalance delivered a second time. */
export function redelivered(tally: TallySeen): number {
  return tally.partitions.reduce((sum, partition) => sum + (partition.redelivered ?? 0), 0);
}

function describePartition(partition: PartitionTally): string {
  return `p${partition.partition} ${count(partition.distinct)} of ${count(partition.window)}`;
}

function describeTally(tally: TallySeen): string {
  return `${count(tally.received)} of ${count(tally.window)} received, ${percent(tally.share)}`;
}
