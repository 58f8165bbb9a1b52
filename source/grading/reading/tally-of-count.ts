import type { EventOf } from '../../journal/events.ts';
import type { PartitionTally, TallySeen } from '../../lab/model/observations.ts';

/** What a tally may hold, and no record of a count does. Those of consumers with metrics have no `estimate`, and count one topic. */
const notRecorded = {
  tally: ['members', 'readers', 'committed', 'logged'],
  partition: ['published', 'owner'],
} as const;
const anyOfThem = new RegExp(`\\b(?:${[...notRecorded.tally, ...notRecorded.partition].join('|')})\\b`);

/** A tally made again of the record of a count. */
export interface CountedTally {
  readonly tally: TallySeen;
  /** A check asked for something of it that was not recorded: what it says of the tally decides nothing. */
  readonly isExceeded: () => boolean;
}

/**
 * Undefined for a count of consumers without metrics: what it was estimated from was not recorded. An `expression` sees a copy of the tally, so
 * what it names counts as asked for.
 */
export function tallyOfCount(
  count: EventOf<'counted'>,
  expression: string | undefined,
): CountedTally | undefined {
  if (count.estimated === true || count.consumer === 'none') return undefined;
  let exceeded = expression !== undefined && anyOfThem.test(expression);
  const told = <T extends object>(value: T, names: readonly string[]): T => {
    const note = (name: string | symbol): void => {
      if (typeof name === 'string' && names.includes(name)) exceeded = true;
    };
    return new Proxy(value, {
      get: (target, name, receiver) => {
        note(name);
        return Reflect.get(target, name, receiver);
      },
      has: (target, name) => {
        note(name);
        return Reflect.has(target, name);
      },
      getOwnPropertyDescriptor: (target, name) => {
        note(name);
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
    });
  };
  const { consumer, window, received, settled, partitions } = count;
  const once = partitions.reduce((sum, { redelivered = 0 }) => sum - redelivered, received);
  const tally: TallySeen = {
    ...{ consumer, window, received, settled },
    share: window === 0 ? 0 : once / window,
    partitions: partitions.map((each) => told(partitionOf(each), notRecorded.partition)),
  };
  return { tally: told(tally, notRecorded.tally), isExceeded: () => exceeded };
}

function partitionOf(counted: EventOf<'counted'>['partitions'][number]): PartitionTally {
  return { ...counted, window: Math.max(0, counted.endOffset - counted.startOffset) };
}
