import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkStoredData } from '../../../source/embedded/integrity/check-stored-data.ts';
import type { Damage } from '../../../source/embedded/integrity/damage.ts';
import { checkpointFile } from '../../../source/embedded/kafka/broker/storage/checkpoint-file.ts';
import { partitionFolder } from '../../../source/embedded/kafka/broker/storage/partition-folder.ts';
import { encodeTopic, topicPath } from '../../../source/embedded/kafka/controller/znodes.ts';
import { PartitionLog } from '../../../source/embedded/kafka/log/partition-log.ts';
import { encodeBatch } from '../../../source/embedded/kafka/records/encode-batch.ts';
import { writeObjects } from '../../../source/embedded/kubernetes/store/object-log.ts';
import { fullAccess } from '../../../source/embedded/zookeeper/database/access.ts';
import { Database } from '../../../source/embedded/zookeeper/database/database.ts';
import { takeAll } from '../../../source/embedded/zookeeper/database/exclusive-work.ts';
import { openAcl } from '../../../source/embedded/zookeeper/protocol/messages.ts';
import { endOfEntryAt } from '../../../source/embedded/zookeeper/storage/log-file.ts';
import { Storage } from '../../../source/embedded/zookeeper/storage/storage.ts';
import { writeMark } from '../../../source/processes/cluster-mark.ts';

const made: string[] = [];
afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

const recordsOf = (zooKeeper: string, topic: string) =>
  `data/kafka/${zooKeeper}/${partitionFolder(topic, 0, `${zooKeeper}-${topic}`)}/00000000000000000000.log`;

/** The directory of a killed cluster, with a ZooKeeper in two volumes and a broker in a third for each Kafka cluster. */
class KilledCluster {
  readonly directory = mkdtempSync(join(tmpdir(), 'kafka-lab-volumes-'));
  readonly #volumes: string[] = [];

  constructor() {
    made.push(this.directory);
  }

  volume(name: string): string {
    const path = join(this.directory, 'data/volumes', name);
    if (!this.#volumes.includes(name)) this.#volumes.push(name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** Runs a ZooKeeper that creates topics and is killed. Its snapshot is older, and its log is on a volume of its own. */
  runZooKeeper(name: string, ...topics: string[]): void {
    const { database, storage } = this.#openZooKeeper(name);
    for (const topic of topics) {
      const data = encodeTopic({ topicId: `${name}-${topic}`, assignment: new Map([[0, [0]]]) });
      for (const path of ['/brokers', '/brokers/topics', topicPath(topic)])
        if (!database.tree.has(path))
          takeAll(
            database.write({ session: 0n, xid: 0 }, (zxid, now) =>
              database.tree.create(
                path,
                { data, acl: openAcl, sequential: false, lifetime: { kind: 'persistent' } },
                zxid,
                now,
                fullAccess,
              ),
            ),
          );
    }
    storage.close();
  }

  /** What a ZooKeeper finds when it starts on its volumes. Throws if it would crash. */
  found(name: string): Database {
    const { database, storage } = this.#openZooKeeper(name);
    storage.close();
    return database;
  }

  #openZooKeeper(name: string): { readonly database: Database; readonly storage: Storage } {
    const database = new Database(2000, 0n, () => 1_000);
    const dataDirectory = this.volume(`${name}-data`);
    const storage = new Storage(database, { dataDirectory, logDirectory: this.volume(`${name}-log`) }, 0);
    database.onTransaction = (transaction) => storage.append(transaction);
    return { database, storage };
  }

  /** The only partition of a topic, and the checkpoint of the broker that leads it, in the Kafka cluster of this ZooKeeper. */
  write(zooKeeper: string, topic: string, records = 1): void {
    const log = PartitionLog.open({ directory: join(this.directory, dirname(recordsOf(zooKeeper, topic))) });
    for (let offset = 0; offset < records; offset++)
      log.append(encodeBatch([{ value: `acknowledged ${offset}`, timestamp: 1_000 }]));
    log.close();
    const broker = this.volume(`${zooKeeper}-broker`);
    writeFileSync(join(broker, checkpointFile), `0\n1\n${topic} 0 ${records}\n`);
    writeFileSync(join(broker, 'meta.properties'), `broker.id=0\nversion=0\ncluster.id=${zooKeeper}\n`);
  }

  check(): Damage[] {
    const object = (kind: string, name: string) => ({
      apiVersion: 'v1',
      kind,
      metadata: { name, uid: name, resourceVersion: '1', creationTimestamp: '2026-11-29T03:00:00Z' },
    });
    writeObjects(join(this.directory, 'data/objects.jsonl'), {
      version: 1,
      objects: [
        { resource: 'namespaces', object: object('Namespace', 'default') },
        ...this.#volumes.map((name) => ({
          resource: 'persistentvolumes',
          object: object('PersistentVolume', name),
        })),
      ],
    });
    writeMark(this.directory, 'running');
    return checkStoredData({ directory: this.directory, now: 0, note: () => {} });
  }

  has(path: string): boolean {
    return existsSync(join(this.directory, path));
  }
}

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
