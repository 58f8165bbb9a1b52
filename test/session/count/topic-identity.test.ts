import { describe, expect, it } from 'vitest';
import type { ClientMetrics, MessageCounts } from '../../../source/cluster/model/cluster.ts';
import { countTally, emptyMemory } from '../../../source/session/count/tally.ts';
import { identifyTopic, ofThisTopic, unknownTopic } from '../../../source/session/count/topic-identity.ts';

function consumer(messages: number, startedAt = 1, startOffset = 0): ClientMetrics {
  const partition = {
    partition: 0,
    startOffset,
    firstOffset: 0,
    lastOffset: messages - 1,
    messages,
    distinct: messages,
    duplicates: 0,
  };
  return { pod: 'c-1', role: 'partition', startedAt, partitions: [partition] };
}

function look(topicId: string | undefined, end: number, reader: ClientMetrics): MessageCounts {
  return {
    at: 1_000,
    endOffsets: [end],
    ...(topicId === undefined ? {} : { topicId }),
    producers: [],
    consumers: [reader],
    consumerPods: [reader.pod],
    owners: {},
  };
}

function countAll(looks: readonly MessageCounts[]) {
  let last = countTally(looks[0]!, emptyMemory, false);
  for (const each of looks.slice(1)) last = countTally(each, last.memory, false);
  return last;
}

describe('a topic that was deleted and recreated while counting', () => {
  it('restarts the count: messages of the old topic are no share of the new one', () => {
    // 2,500 of the old topic, and 300 of the new one: 942.4 % of the 297 that it holds.
    const { tally, startsAgain } = countAll([
      look('old', 2_500, consumer(2_500)),
      look('new', 297, consumer(2_800)),
    ]);
    expect(startsAgain).toBe(true);
    expect(tally).toMatchObject({ consumer: 'none', received: 0, window: 0, share: 0, isRemade: true });
  });

  it('counts nothing of a consumer that read both topics, and everything of the next consumer', () => {
    const looks = [look('old', 2_500, consumer(2_500)), look('new', 297, consumer(2_800))];
    expect(countAll([...looks, look('new', 900, consumer(3_000))]).tally).toMatchObject({
      received: 0,
      isRemade: true,
    });
    const next = countAll([...looks, look('new', 900, consumer(500, 2, 400))]);
    expect(next.startsAgain).toBe(false);
    expect(next.tally).toMatchObject({ consumer: 'partition', window: 500, received: 500, share: 1 });
    expect(next.tally.isRemade).toBeUndefined();
  });

  it('is not assumed to be another topic because a broker does not report its id for a while', () => {
    const { tally } = countAll([
      look('one', 100, consumer(100)),
      look(undefined, 110, consumer(110)),
      look('one', 120, consumer(120)),
    ]);
    expect(tally).toMatchObject({ received: 120, share: 1 });
    expect(tally.isRemade).toBeUndefined();
  });
});

it('identifies a consumer without metrics by its pod: only another pod reads nothing but the new topic', () => {
  const withPods = (topicId: string, ...consumerPods: string[]): MessageCounts => ({
    ...look(topicId, 10, consumer(1)),
    consumers: [],
    consumerPods,
  });
  const { identity } = identifyTopic(withPods('old', 'a'), unknownTopic);
  const next = identifyTopic(withPods('new', 'a'), identity);
  expect(next.isRemade).toBe(true);
  expect(ofThisTopic(withPods('new', 'a', 'b'), next.identity).consumerPods).toEqual(['b']);
});
