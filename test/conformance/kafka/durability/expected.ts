import type { Count } from './count-messages.ts';
import { few } from './script.ts';

/** What must hold on real and on embedded brokers; the rest is random. */
export interface Expected {
  readonly name: string;
  /** In words, for the table. */
  readonly rule: string;
  readonly holds: (count: Count) => boolean;
}

const nothingLost = ({ lost }: Count) => lost === 0;
/** Messages after the fault are there: the topic continues. */
const goesOn = ({ read, lost, acknowledged }: Count) => acknowledged > 0 && read >= acknowledged - lost;

export const expected: readonly Expected[] = [
  {
    name: 'acks=all, the leader is killed under load',
    rule: 'nothing lost',
    holds: (count) => nothingLost(count) && goesOn(count),
  },
  {
    name: 'acks=1, the leader is killed under load',
    rule: 'what the followers had not fetched: often nothing, at most a few',
    holds: (count) => goesOn(count) && count.lost <= count.acknowledged / 2,
  },
  {
    name: 'acks=0, the leader is killed under load',
    rule: 'whatever was under way: the producer counts all as written',
    holds: (count) => count.acknowledged === count.sent && count.read < count.sent,
  },
  {
    name: 'acks=all, the followers hang and the leader is killed',
    rule: 'nothing lost: nothing was acknowledged meanwhile',
    holds: (count) => nothingLost(count) && count.acknowledged === 1,
  },
  {
    name: 'acks=1, the followers hang and the leader is killed',
    rule: `lost what was acknowledged meanwhile; a real follower may still find the first message in its socket`,
    holds: ({ lost, acknowledged }) => acknowledged === few + 1 && lost >= few - 1 && lost <= few,
  },
  {
    name: 'acks=all, two brokers die, then the last in sync',
    rule: 'nothing lost: the partition waits for the last in sync',
    holds: (count) => nothingLost(count) && count.acknowledged === few + 1 && count.read === few + 1,
  },
  ...['… with unclean election', '… with unclean election switched on afterwards'].map(
    (name): Expected => ({
      name,
      rule: 'lost what the last in sync alone had',
      holds: ({ lost, acknowledged, read }) => acknowledged === few + 1 && lost === few && read === 1,
    }),
  ),
  {
    name: '… with min.insync.replicas=2',
    rule: 'refused, so nothing lost',
    holds: (count) =>
      nothingLost(count) && count.acknowledged === 1 && count.errors.join() === 'NOT_ENOUGH_REPLICAS',
  },
  {
    name: 'acks=1, two brokers die, then the last in sync, with min.insync.replicas=2',
    rule: 'written all the same, and nothing lost: the partition waits for the last in sync',
    holds: (count) => nothingLost(count) && count.acknowledged === few + 1,
  },
];
