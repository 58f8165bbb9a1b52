import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { BrokerDirectories } from '../../../source/embedded/integrity/broker-directories.ts';
import { checkStoredData } from '../../../source/embedded/integrity/check-stored-data.ts';
import type { Damage } from '../../../source/embedded/integrity/damage.ts';
import { writeInventory } from '../../../source/embedded/integrity/inventory.ts';
import { checkpointFile } from '../../../source/embedded/kafka/broker/storage/checkpoint-file.ts';
import {
  ownerIn,
  writeMetaProperties,
} from '../../../source/embedded/kafka/broker/storage/meta-properties.ts';
import { partitionFolder } from '../../../source/embedded/kafka/broker/storage/partition-folder.ts';
import {
  clusterIdPath,
  encodeClusterId,
  encodeTopic,
  topicPath,
} from '../../../source/embedded/kafka/controller/znodes.ts';
import { PartitionLog } from '../../../source/embedded/kafka/log/partition-log.ts';
import { encodeBatch } from '../../../source/embedded/kafka/records/encode-batch.ts';
import { writeObjects } from '../../../source/embedded/kubernetes/store/object-log.ts';
import { fullAccess } from '../../../source/embedded/zookeeper/database/access.ts';
import { Database } from '../../../source/embedded/zookeeper/database/database.ts';
import { takeAll } from '../../../source/embedded/zookeeper/database/exclusive-work.ts';
import { openAcl } from '../../../source/embedded/zookeeper/protocol/messages.ts';
import { Storage } from '../../../source/embedded/zookeeper/storage/storage.ts';
import { writeMark } from '../../../source/processes/cluster-mark.ts';

export const recordsOf = (zooKeeper: string, topic: string) =>
  `data/kafka/${zooKeeper}/${partitionFolder(topic, 0, `${zooKeeper}-${topic}`)}/00000000000000000000.log`;

/** The directory of a killed cluster, with a ZooKeeper in two volumes and a broker in a third for each Kafka cluster. */
export class KilledCluster {
  readonly directory = mkdtempSync(join(tmpdir(), 'kafka-lab-volumes-'));
  readonly #volumes: string[] = [];

  constructor() {
    onTestFinished(() => rmSync(this.directory, { recursive: true, force: true }));
  }

  volume(name: string): string {
    const path = join(this.directory, 'data/volumes', name);
    if (!this.#volumes.includes(name)) this.#volumes.push(name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** A volume whose object was deleted. */
  forgetVolume(name: string): void {
    this.#volumes.splice(this.#volumes.indexOf(name), 1);
  }

  /** Runs a ZooKeeper that creates topics and is killed. Its snapshot is older, and its log is on a volume of its own. */
  runZooKeeper(name: string, ...topics: string[]): void {
    const { database, storage } = this.#openZooKeeper(name);
    for (const topic of topics) {
      const data = encodeTopic({ topicId: `${name}-${topic}`, assignment: new Map([[0, [0]]]) });
      for (const path of ['/brokers', '/brokers/topics', topicPath(topic)]) create(database, path, data);
    }
    storage.close();
  }

  /**
   * Runs a ZooKeeper and a Kafka cluster of the id `zk`, below a chroot if it has one. `topics`: the brokers of each, whose only partition has
   * ten records. Each broker has the volume `broker-ID`. `registered`: their sessions have not ended.
   */
  runKafka(topics: Readonly<Record<string, readonly number[]>>, registered: boolean, chroot = ''): void {
    const { database, storage } = this.#openZooKeeper('zk');
    const ids = new Set(Object.values(topics).flat());
    if (chroot !== '') create(database, chroot);
    for (const path of ['/cluster', '/brokers', '/brokers/ids', '/brokers/topics'])
      create(database, chroot + path);
    create(database, chroot + clusterIdPath, encodeClusterId('zk'));
    const owners = new BrokerDirectories(join(this.directory, 'data'));
    for (const [topic, replicas] of Object.entries(topics)) {
      const data = encodeTopic({ topicId: `zk-${topic}`, assignment: new Map([[0, replicas]]) });
      create(database, chroot + topicPath(topic), data);
      const log = PartitionLog.open({ directory: join(this.directory, this.partition(topic)) });
      for (let offset = 0; offset < 10; offset++)
        log.append(encodeBatch([{ value: `acknowledged ${offset}`, timestamp: 1_000 }]));
      log.close();
    }
    for (const id of ids) {
      if (registered) create(database, `${chroot}/brokers/ids/${id}`);
      const volume = this.volume(`broker-${id}`);
      const lines = Object.keys(topics).filter((topic) => topics[topic]!.includes(id));
      writeFileSync(
        join(volume, checkpointFile),
        `0\n${lines.length}\n${lines.map((topic) => `${topic} 0 10\n`).join('')}`,
      );
      writeMetaProperties(volume, id, 'zk');
      owners.note(volume, { clusterId: 'zk', brokerId: id });
    }
    storage.close();
  }

  /** The directory of the only partition of a topic of {@link runKafka}. */
  partition(topic: string): string {
    return `data/kafka/zk-0123456789ab/${partitionFolder(topic, 0, `zk-${topic}`)}`;
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

  /** What `up --keep` finds, after a SIGKILL or an end in good order, of which `spoil` changes something. */
  check(ended: 'killed' | 'in good order' = 'killed', spoil: () => void = () => {}): Damage[] {
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
    if (ended === 'in good order') writeInventory(this.directory);
    writeMark(this.directory, ended === 'killed' ? 'running' : 'in-order');
    spoil();
    return checkStoredData({ directory: this.directory, now: 0, note: () => {} });
  }

  /** The owner that the `meta.properties` of a volume names. */
  ownerOf(volume: string): unknown {
    return ownerIn(readFileSync(join(this.volume(volume), 'meta.properties'), 'utf8'));
  }

  has(path: string): boolean {
    return existsSync(join(this.directory, path));
  }
}

function create(database: Database, path: string, data: Buffer = Buffer.alloc(0)): void {
  if (database.tree.has(path)) return;
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
