import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { topicPath } from '../../../source/embedded/kafka/controller/znodes.ts';
import { endOfEntryAt } from '../../../source/embedded/zookeeper/storage/log-file.ts';
import { KilledCluster, recordsOf } from './killed-cluster.ts';

it('records were quarantined because the log with their topic is on another volume than the snapshot', () => {
  const cluster = new KilledCluster();
  cluster.runZooKeeper('zk', 'orders');
  cluster.write('zk', 'orders');
  expect(cluster.check()).toEqual([]);
  expect(cluster.has(recordsOf('zk', 'orders'))).toBe(true);
});

it('records are quarantined if neither the snapshot nor the log on another volume has their topic', () => {
  const cluster = new KilledCluster();
  cluster.runZooKeeper('zk', 'orders');
  cluster.write('zk', 'payments');
  expect(cluster.check()).toMatchObject([
    { wrong: 'belongs to a topic that ZooKeeper no longer has', movedTo: expect.any(String) },
  ]);
});

it('records of one of two ZooKeepers were quarantined because both logs continue both snapshots', () => {
  const cluster = new KilledCluster();
  cluster.runZooKeeper('zk-a', 'orders');
  cluster.runZooKeeper('zk-b', 'payments', 'refunds');
  cluster.write('zk-a', 'orders');
  cluster.write('zk-b', 'refunds');
  expect(cluster.check()).toEqual([]);
  expect(cluster.has(recordsOf('zk-a', 'orders'))).toBe(true);
  expect(cluster.has(recordsOf('zk-b', 'refunds'))).toBe(true);
});

it('a log was reported as damaged because a topic of another Kafka cluster has its name and more records', () => {
  const cluster = new KilledCluster();
  cluster.runZooKeeper('zk-a', 'orders');
  cluster.runZooKeeper('zk-b', 'orders');
  cluster.write('zk-a', 'orders', 2);
  cluster.write('zk-b', 'orders', 5);
  expect(cluster.check()).toEqual([]);
});

it('a missing partition was not noticed because its topic is in a log on another volume', () => {
  const cluster = new KilledCluster();
  cluster.runZooKeeper('zk', 'orders');
  cluster.write('zk', 'orders');
  rmSync(join(cluster.directory, 'data/kafka/zk'), { recursive: true });
  expect(cluster.check()).toMatchObject([{ wrong: 'is missing, and held the records up to offset 1' }]);
});

describe('a log whose snapshot is lost', () => {
  const loseSnapshot = (cluster: KilledCluster) =>
    writeFileSync(join(cluster.volume('zk-data'), 'version-2/snapshot.json'), 'garbage');

  it('keeps the records if it goes back to the first transaction', () => {
    const cluster = new KilledCluster();
    cluster.runZooKeeper('zk', 'orders');
    cluster.write('zk', 'orders');
    loseSnapshot(cluster);
    expect(cluster.check()).toMatchObject([{ path: 'data/volumes/zk-data/version-2' }]);
    expect(cluster.has(recordsOf('zk', 'orders'))).toBe(true);
    expect(cluster.found('zk').tree.has(topicPath('orders'))).toBe(true);
  });

  it('left ZooKeeper in a crash loop if it does not', () => {
    const cluster = new KilledCluster();
    cluster.runZooKeeper('zk', 'orders');
    cluster.runZooKeeper('zk', 'payments');
    cluster.write('zk', 'orders');
    loseSnapshot(cluster);
    expect(cluster.check().map(({ path }) => path)).toEqual([
      'data/volumes/zk-data/version-2',
      'data/volumes/zk-log/version-2',
      'data/volumes/zk-broker/meta.properties',
      'data/kafka/zk',
    ]);
    expect(cluster.found('zk').zxid).toBe(0n);
  });
});

it('a log on another volume that lacks a transaction left ZooKeeper in a crash loop', () => {
  const cluster = new KilledCluster();
  cluster.runZooKeeper('zk', 'orders');
  const snapshot = join(cluster.volume('zk-data'), 'version-2/snapshot.json');
  const logs = join(cluster.volume('zk-log'), 'version-2');
  const earlier = { snapshot: readFileSync(snapshot), log: readFileSync(join(logs, 'log.1')) };
  cluster.runZooKeeper('zk', 'payments');
  // The snapshot is older, and only the first transaction is left of the log that continues it.
  writeFileSync(snapshot, earlier.snapshot);
  writeFileSync(join(logs, 'log.1'), earlier.log.subarray(0, endOfEntryAt(earlier.log, 0)));
  expect(cluster.check().map(({ path }) => path)).toEqual(['data/volumes/zk-log/version-2/log.4']);
  expect(cluster.found('zk').zxid).toBe(1n);
});
