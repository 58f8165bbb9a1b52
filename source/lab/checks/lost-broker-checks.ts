import { brokerInWords } from '../model/broker-pods.ts';
import { list } from '../model/text-format.ts';
import { inSyncAfterMs, isInSync, latestMoment, seconds } from '../model/timeline.ts';
import { fails, holds } from '../model/verdict.ts';
import { brokerName, fellBehind, isAlone, lostId, newLeader, tookBack } from './lost-broker.ts';
import { namedCheck } from './named-check.ts';

export const leadersMoved = namedCheck({
  name: 'leaders-moved',
  says: 'Every partition that the lost broker led got another leader during the experiment; of a single replica, the same one again.',
  parameters: {
    broker: {
      type: 'number',
      says: 'the number of the broker that goes, from 0, in the order of their pods',
    },
  },
  look: ['timeline'],
  withinMs: 0,
  verify: ({ timeline }, facts, { broker }) => {
    const lost = lostId(timeline, facts, broker);
    const led = timeline.before.partitions.filter((each) => each.leader === lost);
    const moves = led.map((each) => ({ each, to: newLeader(timeline, each, facts) }));
    if (timeline.before.partitions.length === 0)
      return fails('no partition was seen before the broker went', 'Did a broker answer?');
    const stuck = moves.filter((move) => move.to === undefined);
    if (stuck.length > 0)
      return fails(
        `${facts.replicationFactor === 1 ? 'without a leader' : `still led by ${lost}`}: ${list(stuck.map(({ each }) => `p${each.partition}`))}`,
        'Only a replica in sync can become the leader.',
      );
    return holds(
      moves.length === 0
        ? `the broker in ${brokerInWords(broker, facts)} led no partition, so none had to move`
        : list(
            moves.map(
              ({ each, to }) => `p${each.partition} ${lost} → ${to!.leader} after ${seconds(to!.atMs)}`,
            ),
          ),
    );
  },
});

export const inSyncAgain = namedCheck({
  name: 'in-sync-again',
  says: 'The lost broker was missing from the replicas in sync during the experiment, and all of them are in sync at its end.',
  parameters: {
    broker: {
      type: 'number',
      says: 'the number of the broker that goes, from 0, in the order of their pods',
    },
  },
  look: ['timeline'],
  withinMs: 30_000,
  verify: ({ timeline }, facts, { broker }) => {
    const behind = fellBehind(timeline, facts, broker);
    const back = tookBack(timeline, facts, broker);
    const now = latestMoment(timeline);
    if (behind.length === 0 && back.length === 0 && !isAlone(facts))
      return fails(
        'the in-sync sets never changed',
        'Was the broker really gone? Look at the age of its pod.',
      );
    if (!isInSync(now, facts))
      return fails(
        list(now.partitions.map((each) => `p${each.partition} in sync: ${list(each.isr)}`)),
        'A broker that was away has to catch up first.',
      );
    const name = brokerName(facts, broker, lostId(timeline, facts, broker));
    if (behind.length === 0)
      return holds(
        isAlone(facts)
          ? 'in sync again; nobody saw it away, since no other broker was there'
          : `${list(back.map((partition) => `p${partition}`))} lost ${name} and took it back between two looks; all in sync again`,
      );
    return holds(
      `${list(behind.map((partition) => `p${partition}`))} without ${name}; all in sync again after ${seconds(inSyncAfterMs(timeline, facts) ?? 0)}`,
    );
  },
});
