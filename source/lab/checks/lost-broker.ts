import { brokerInWords } from '../model/broker-pods.ts';
import { knownBrokerIds } from '../model/facts.ts';
import type { MomentSeen, PartitionSeen, TimelineSeen } from '../model/observations.ts';
import type { LabFacts } from '../model/step.ts';
import { latestMoment } from '../model/timeline.ts';

/** While the only broker is away, nobody tells how its partitions are. */
export const isAlone = ({ brokers }: LabFacts): boolean => brokers === 1;

/** The broker that went: by the manifest, or the first that was seen to be missing from a partition's replicas in sync. */
export function lostId(
  { before, moments }: TimelineSeen,
  facts: LabFacts,
  broker: number,
): number | undefined {
  const known = knownBrokerIds(facts)?.[broker];
  if (known !== undefined) return known;
  if (isAlone(facts)) return before.partitions[0]?.leader;
  const seen = moments.flatMap(({ partitions }) => partitions);
  const [missing] = seen.flatMap(({ replicas, isr }) => replicas.filter((id) => !isr.includes(id)));
  // It was away between two looks: the one whose partitions have another leader.
  return missing ?? seen.map((now) => leaderBefore(now, before)).find((id) => id !== undefined);
}

/**
 * The first moment at which another broker led a partition; of a single replica, the same one after a moment without. The only broker may
 * come back between two looks: then the last moment tells.
 */
export function newLeader(
  timeline: TimelineSeen,
  before: PartitionSeen,
  facts: LabFacts,
): { leader: number; atMs: number } | undefined {
  const { moments } = timeline;
  let away = facts.replicationFactor > 1;
  for (const moment of moments) {
    const leader = partitionOf(moment, before.partition)?.leader ?? -1;
    if (leader < 0) away = true;
    else if (away && (facts.replicationFactor === 1 || leader !== before.leader))
      return { leader, atMs: moment.atMs };
  }
  const last = latestMoment(timeline);
  const leader = partitionOf(last, before.partition)?.leader ?? -1;
  return isAlone(facts) && !away && leader >= 0 ? { leader, atMs: last.atMs } : undefined;
}

/** Partitions whose in-sync set was seen without the broker, or that had no leader. */
export function fellBehind(timeline: TimelineSeen, facts: LabFacts, broker: number): number[] {
  const lost = lostId(timeline, facts, broker);
  const partitions = timeline.moments.flatMap((moment) =>
    moment.partitions.filter(
      ({ replicas, isr, leader }) =>
        leader < 0 || (lost !== undefined && replicas.includes(lost) && !isr.includes(lost)),
    ),
  );
  return [...new Set(partitions.map((each) => each.partition))].sort((a, b) => a - b);
}

/** Who led a partition before, if that was another broker than now. */
export function leaderBefore(now: PartitionSeen, before: MomentSeen): number | undefined {
  const leader = partitionOf(before, now.partition)?.leader ?? -1;
  return leader >= 0 && now.leader >= 0 && leader !== now.leader ? leader : undefined;
}

/**
 * Partitions that show that the broker was away for less than the time between two looks: another broker leads what it led, or it has gone
 * to the end of the replicas in sync, where Kafka puts one that comes back.
 */
export function tookBack(timeline: TimelineSeen, facts: LabFacts, broker: number): number[] {
  const lost = lostId(timeline, facts, broker);
  if (lost === undefined) return [];
  return latestMoment(timeline)
    .partitions.filter((now) => {
      const isr = partitionOf(timeline.before, now.partition)?.isr ?? [];
      const isLast = isr.includes(lost) && isr.at(-1) !== lost && now.isr.at(-1) === lost;
      return isLast || leaderBefore(now, timeline.before) === lost;
    })
    .map(({ partition }) => partition);
}

/** `broker 1`; by its pod where the manifest does not set ids. */
export function brokerName(facts: LabFacts, broker: number, id = knownBrokerIds(facts)?.[broker]): string {
  return id === undefined ? `the broker in ${brokerInWords(broker, facts)}` : `broker ${id}`;
}

export function partitionOf({ partitions }: MomentSeen, partition: number): PartitionSeen | undefined {
  return partitions.find((each) => each.partition === partition);
}
