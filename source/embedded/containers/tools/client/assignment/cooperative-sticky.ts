import type { Assignor, GroupSubscriber } from './assignor.ts';
import { keysOf } from './consumer-protocol.ts';
import { type Former, shareStickily } from './sticky-shares.ts';

const noGeneration = -1;
const userDataBytes = 4;

/**
 * Members keep consuming what they have. A partition that moves is given to nobody in this rebalance: its owner gives it up and joins again,
 * and the next rebalance assigns it (KIP-429).
 */
export function cooperativeStickyAssignor(): Assignor {
  let current = noGeneration;
  let newest = noGeneration;
  return {
    name: 'cooperative-sticky',
    cooperative: true,
    // CooperativeStickyAssignor user data v0 => generation i32
    userData() {
      const data = Buffer.alloc(userDataBytes);
      data.writeInt32BE(current);
      return data;
    },
    assigned(_, generation) {
      current = generation;
    },
    assign(members, counts) {
      const { shares, moved, generation } = shareStickily(members.map(formerOf), counts, newest);
      newest = generation;
      for (const [key, memberId] of moved) {
        const at = key.lastIndexOf('/');
        const share = shares.get(memberId)!;
        const [topic, partition] = [key.slice(0, at), Number(key.slice(at + 1))];
        const left = share.get(topic)!.filter((one) => one !== partition);
        if (left.length === 0) share.delete(topic);
        else share.set(topic, left);
      }
      return shares;
    },
  };
}

function formerOf(subscriber: GroupSubscriber): Former {
  const { userData, owned } = subscriber;
  const generation =
    userData === null ? undefined : userData.length >= userDataBytes ? userData.readInt32BE() : noGeneration;
  return { subscriber, partitions: keysOf(owned), generation };
}
