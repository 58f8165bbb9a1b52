import { type Assignor, emptyShares, give, inMemberOrder } from './assignor.ts';

/** All partitions of all topics go round the members, past those that do not subscribe to the topic. */
export const roundRobinAssignor = (): Assignor => ({
  name: 'roundrobin',
  cooperative: false,
  userData: () => null,
  assigned: () => {},
  assign(members, counts) {
    const shares = emptyShares(members);
    const order = inMemberOrder(members);
    let next = 0;
    for (const topic of [...counts.keys()].sort()) {
      if (!order.some(({ topics }) => topics.includes(topic))) continue;
      for (let partition = 0; partition < counts.get(topic)!; partition++) {
        while (!order[next]!.topics.includes(topic)) next = (next + 1) % order.length;
        give(shares, order[next]!.memberId, topic, partition);
        next = (next + 1) % order.length;
      }
    }
    return shares;
  },
});
