import { describe, expect, it } from 'vitest';
import type { TopicImage } from '../../../../source/embedded/kafka/controller/cluster-image.ts';
import {
  electPreferred,
  imbalancedBrokers,
} from '../../../../source/embedded/kafka/controller/preferred-leaders.ts';

const state = (leader: number, isr = [0, 1, 2]) => ({
  leader,
  isr,
  leaderEpoch: 4,
  controllerEpoch: 1,
  zkVersion: 0,
});

/** A topic whose partitions all prefer broker 0, with the given leaders. */
const topic = (leaders: readonly number[]): TopicImage => ({
  name: 't',
  topicId: 'id',
  config: {},
  partitions: leaders.map((leader, partition) => ({
    topic: 't',
    partition,
    replicas: [0, 1, 2],
    state: state(leader),
  })),
});

describe('a broker is imbalanced', () => {
  it('when others lead more than the allowed share of its partitions', () => {
    expect(imbalancedBrokers([topic([0, 0, 0, 1])], 10)).toEqual(new Set([0]));
    expect(imbalancedBrokers([topic([0, 0, 0, 1])], 25)).toEqual(new Set());
    expect(imbalancedBrokers([topic([0, 0])], 0)).toEqual(new Set());
  });
});

describe('a preferred leader', () => {
  const all = new Set([0, 1, 2]);

  it('becomes the leader again in a new epoch', () => {
    expect(electPreferred(state(1), [0, 1, 2], all)).toEqual({ leader: 0, isr: [0, 1, 2], leaderEpoch: 5 });
  });

  it('does not become the leader if it is already, is not alive, or is not in sync', () => {
    expect(electPreferred(state(0), [0, 1, 2], all)).toBeUndefined();
    expect(electPreferred(state(1), [0, 1, 2], new Set([1, 2]))).toBeUndefined();
    expect(electPreferred(state(1, [1, 2]), [0, 1, 2], all)).toBeUndefined();
  });
});
