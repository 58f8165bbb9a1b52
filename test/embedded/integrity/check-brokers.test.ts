import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokersFile } from '../../../source/embedded/integrity/broker-directories.ts';
import type { Damage } from '../../../source/embedded/integrity/damage.ts';
import { checkpointFile } from '../../../source/embedded/kafka/broker/storage/checkpoint-file.ts';
import { KilledCluster } from './killed-cluster.ts';

const ends = ['killed', 'in good order'] as const;
const linesOf = (damages: readonly Damage[]) => damages.map(({ path, wrong }) => `${path} ${wrong}`);

function startedCluster(ended: (typeof ends)[number], chroot = ''): KilledCluster {
  const cluster = new KilledCluster();
  cluster.runKafka({ alone: [0], both: [0, 1], other: [1] }, ended === 'killed', chroot);
  return cluster;
}

const place = (cluster: KilledCluster, volume: string) => join(cluster.directory, 'data/volumes', volume);

function swap(cluster: KilledCluster, name = ''): void {
  const [a, b] = [join(place(cluster, 'broker-0'), name), join(place(cluster, 'broker-1'), name)];
  renameSync(a, `${a}.x`);
  renameSync(b, a);
  renameSync(`${a}.x`, b);
}

describe.each(ends)('after an end: %s', (ended) => {
  it.each(['', '/kafka'])('intact data was reported as damaged, with the chroot `%s`', (chroot) => {
    const cluster = startedCluster(ended, chroot);
    expect(cluster.check(ended)).toEqual([]);
    expect(cluster.has(cluster.partition('alone'))).toBe(true);
  });

  it('records without another replica were deleted, and no line said so, where a volume was lost', () => {
    const cluster = startedCluster(ended);
    const damages = cluster.check(ended, () => rmSync(place(cluster, 'broker-0'), { recursive: true }));
    expect(damages).toContainEqual(
      expect.objectContaining({
        path: cluster.partition('alone'),
        wrong: 'has 10 records of partition `alone-0`, and broker 0 has lost the directory of the replica',
        movedTo: expect.stringContaining('quarantine/'),
      }),
    );
    expect(linesOf(damages)).toContainEqual(expect.stringContaining('the directory of broker 0'));
    for (const topic of ['both', 'other']) expect(cluster.has(cluster.partition(topic))).toBe(true);
  });

  it('all records were deleted where all volumes were lost', () => {
    const cluster = startedCluster(ended);
    const damages = cluster.check(ended, () => {
      for (const id of [0, 1]) rmSync(place(cluster, `broker-${id}`), { recursive: true });
    });
    for (const topic of ['alone', 'both', 'other']) {
      expect(linesOf(damages)).toContainEqual(expect.stringContaining(`of partition \`${topic}-0\``));
      expect(cluster.has(cluster.partition(topic))).toBe(false);
    }
  });

  it.each([
    ['the volumes', ''],
    ['their meta.properties', 'meta.properties'],
  ])('a swap of %s of two brokers was not noticed, or took their records', (_, name) => {
    const cluster = startedCluster(ended);
    const damages = cluster.check(ended, () => swap(cluster, name));
    for (const id of [0, 1]) {
      expect(linesOf(damages)).toContainEqual(
        expect.stringContaining(`data/volumes/broker-${id}/meta.properties `),
      );
      expect(cluster.ownerOf(`broker-${id}`)).toEqual({ brokerId: id, clusterId: 'zk' });
    }
    for (const topic of ['alone', 'both', 'other']) expect(cluster.has(cluster.partition(topic))).toBe(true);
  });

  it('the brokers were in a crash loop where ZooKeeper had lost its log', () => {
    const cluster = startedCluster(ended);
    const damages = cluster.check(ended, () => {
      const logs = place(cluster, 'zk-log/version-2');
      for (const name of readdirSync(logs)) rmSync(join(logs, name));
    });
    for (const id of [0, 1]) {
      expect(damages).toContainEqual(
        expect.objectContaining({
          path: `data/volumes/broker-${id}/meta.properties`,
          wrong: 'belongs to the Kafka cluster `zk`, which ZooKeeper no longer has',
          movedTo: expect.stringContaining('quarantine/'),
        }),
      );
      expect(cluster.has(`data/volumes/broker-${id}/meta.properties`)).toBe(false);
    }
    expect(damages).toContainEqual(expect.objectContaining({ path: 'data/kafka/zk-0123456789ab' }));
  });
});

it('a directory counted as empty, and its records as lost, where nothing says any longer whose it was', () => {
  const cluster = startedCluster('in good order');
  rmSync(join(cluster.directory, 'data', brokersFile));
  const damages = cluster.check('in good order', () => {
    writeFileSync(join(place(cluster, 'broker-0'), 'meta.properties'), 'garbage');
    rmSync(join(place(cluster, 'broker-0'), checkpointFile));
  });
  expect(damages).toHaveLength(2);
  expect(cluster.ownerOf('broker-0')).toEqual({});
  expect(cluster.has(cluster.partition('alone'))).toBe(true);
  // And it is not damaged the next time.
  expect(cluster.check()).toEqual([]);
});

it('the directory of a broker whose claim was deleted was missed', () => {
  const cluster = new KilledCluster();
  cluster.runKafka({ alone: [0] }, false);
  rmSync(place(cluster, 'broker-0'), { recursive: true });
  cluster.forgetVolume('broker-0');
  expect(cluster.check()).toEqual([]);
});

it('a topic whose name begins with the name and partition of one that is gone lost its records', () => {
  const cluster = new KilledCluster();
  cluster.runKafka({ 't-1': [0] }, true);
  writeFileSync(join(place(cluster, 'broker-0'), checkpointFile), '0\n2\nt-1 0 10\nt 1 5\n');
  cluster.check();
  expect(cluster.has(cluster.partition('t-1'))).toBe(true);
});
