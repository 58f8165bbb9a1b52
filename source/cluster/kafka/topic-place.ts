import type { BrokerAddress } from '../kubernetes/topics-request.ts';
import type { BrokerLinks } from './broker-links.ts';

/** Where the partitions of a topic are read. */
export interface TopicPlace {
  readonly links: BrokerLinks;
  readonly topic: string;
  readonly leaders: ReadonlyMap<number, BrokerAddress>;
  readonly signal: AbortSignal;
}

/** Which of these partitions each broker leads. */
export function byLeader(
  leaders: ReadonlyMap<number, BrokerAddress>,
  partitions: Iterable<number>,
): ReadonlyMap<BrokerAddress, number[]> {
  const led = new Map<BrokerAddress, number[]>();
  for (const partition of partitions) {
    const leader = leaders.get(partition);
    if (leader === undefined) continue;
    const own = led.get(leader);
    if (own === undefined) led.set(leader, [partition]);
    else own.push(partition);
  }
  return led;
}
