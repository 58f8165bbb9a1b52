import { expect, test } from 'vitest';
import { frame, frameInSteps } from '../../../../source/embedded/kafka/bytes/frame.ts';
import { countElements } from '../../../../source/embedded/kafka/messages/count-elements.ts';
import { createTopics } from '../../../../source/embedded/kafka/messages/create-topics.ts';
import { metadata } from '../../../../source/embedded/kafka/messages/metadata.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

const described = {
  brokers: [{ nodeId: 0, host: 'kafka-0', port: 9092, rack: null }],
  clusterId: 'c',
  topics: numbers(3).map((topic) => ({
    errorCode: 0,
    name: `t${topic}`,
    partitions: numbers(500).map((partitionIndex) => ({
      partitionIndex,
      leaderId: partitionIndex % 3,
      replicaNodes: [0, 1, 2],
      isrNodes: [0, 1],
      offlineReplicas: [],
    })),
  })),
};

const created = {
  topics: numbers(200).map((topic) => ({
    name: `t${topic}`,
    errorCode: 0,
    errorMessage: null,
    numPartitions: 1,
    configs: numbers(30).map((config) => ({ name: `c${config}`, value: String(config) })),
  })),
};

for (const [api, answer, least] of [
  [metadata, described, 1500],
  [createTopics, created, 6000],
] as const)
  for (let version = api.minVersion; version <= api.maxVersion; version++)
    test(`${api.name} v${version}: a large response encoded in steps has the same bytes, with a step for each element`, () => {
      const steps = frameInSteps((writer) => api.encodeResponseInSteps(writer, answer as never, version));
      let taken = 0;
      let next = steps.next();
      for (; !next.done; next = steps.next()) taken += 1;
      const whole = frame((writer) => api.encodeResponse(writer, answer as never, version));
      expect(Buffer.concat(next.value).equals(whole)).toBe(true);
      if (api === metadata || version >= 5) expect(taken).toBeGreaterThanOrEqual(least);
    });

test('counting the elements of a large response stops at a limit', () => {
  expect(countElements(described, 1_000_000)).toBe(1 + 3 + 1500 + 1500 * 5);
  expect(countElements(described, 1000)).toBe(1000);
  expect(countElements({ topics: [], records: Buffer.alloc(10_000), nothing: null }, 1000)).toBe(0);
});
