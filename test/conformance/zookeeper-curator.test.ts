import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServedCluster, serveCluster } from '../serve-cluster.ts';
import { javaProgram } from './suites/java-program.ts';

const curator = javaProgram('curator', '5.9.0');
let cluster: ServedCluster;

beforeAll(async () => {
  if (curator) cluster = await serveCluster('--apply', 'manifests/kafka.yml');
});
afterAll(async () => {
  curator?.close();
  await cluster?.close();
});

it.skipIf(curator === undefined)(
  'Curator’s recipes and calls do as on ZooKeeper 3.6.3',
  async () => {
    const lines = await curator!.run(cluster.zookeeper, 100_000);
    expect(lines.filter((line) => line.includes('(wanted: '))).toEqual([]);
    expect(lines.at(-1)).toBe('71 of 71');
  },
  120_000,
);
