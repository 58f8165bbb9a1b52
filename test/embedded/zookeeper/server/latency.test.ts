import { expect, test } from 'vitest';
import { Latency } from '../../../../source/embedded/zookeeper/server/latency.ts';

test('prints minimum, average and maximum as ZooKeeper does', () => {
  const latency = new Latency();
  expect([latency.least, latency.mean, latency.most]).toEqual([0, '0.0', 0]);
  for (const ms of [1.9, 2, 4]) latency.add(ms);
  expect([latency.least, latency.mean, latency.most]).toEqual([1, '2.3333', 4]);
});
