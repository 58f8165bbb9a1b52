import { type Assignor, emptyShares, give, inMemberOrder } from './assignor.ts';

/** Each topic's subscribers, in order, get consecutive partitions; the first ones get one more if it does not divide evenly. */
export const rangeAssignor = (): Assignor => ({
  name: 'range',
  cooperative: false,
  userData: () => null,
  assigned: () => {},
  assign(members, counts) {
    const shares = emptyShares(members);
    for (const [topic, count] of counts) {
      const subscribers = inMemberOrder(members.filter(({ topics }) => topics.includes(topic)));
      let next = 0;
      for (const [index, { memberId }] of subscribers.entries()) {
        const size = Math.floor(count / subscribers.length) + (index < count % subscribers.length ? 1 : 0);
        for (let taken = 0; taken < size; taken++) give(shares, memberId, topic, next++);
      }
    }
    return shares;
  },
});
