import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ClusterRegistry } from '../../../../../source/embedded/kafka/broker/cluster/cluster-registry.ts';

const short = 'zookeeper-service:2181';
const full = 'zookeeper-service.default.svc.cluster.local:2181';

let directory: string;
let registry: ClusterRegistry;
const start = (): ClusterRegistry => new ClusterRegistry({ directory: join(directory, 'registry') });
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-registry-'));
  registry = start();
});
afterEach(() => {
  registry.close();
  rmSync(directory, { recursive: true });
});

it('puts brokers into one cluster however they spell the ZooKeeper address', () => {
  const cluster = registry.cluster(full, 'an-id');
  expect(registry.cluster(short, 'an-id')).toBe(cluster);
  expect(registry.cluster(short, 'another-id')).not.toBe(cluster);
  expect(registry.cluster(`${short}/chroot`, 'an-id')).not.toBe(cluster);
  expect(readdirSync(join(directory, 'registry'))).toHaveLength(3);
});

it('finds the logs of an earlier run whichever broker starts first', () => {
  registry.cluster(full, 'an-id');
  registry.close();
  registry = start();
  registry.cluster(short, 'an-id');
  expect(readdirSync(join(directory, 'registry'))).toHaveLength(1);
});
