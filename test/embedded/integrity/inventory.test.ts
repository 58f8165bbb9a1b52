import { chmodSync, mkdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readInventory, writeInventory } from '../../../source/embedded/integrity/inventory.ts';
import { KilledCluster } from './killed-cluster.ts';

it('the end of a cluster took as long as reading a huge file of a pod', () => {
  const cluster = new KilledCluster();
  cluster.runKafka({ alone: [0] }, false);
  const file = join(cluster.volume('mine'), 'huge');
  writeFileSync(file, '');
  // It would take minutes to read.
  truncateSync(file, 1024 ** 4);
  expect(cluster.check('in good order')).toEqual([]);
  writeInventory(cluster.directory);
  expect(readInventory(cluster.directory)?.files['data/volumes/mine/huge']).toEqual([
    1024 ** 4,
    null,
    expect.any(Number),
  ]);
  expect(cluster.check('in good order', () => utimesSync(file, 1, 1))).toMatchObject([
    { path: 'data/volumes/mine/huge', wrong: 'was written to since then' },
  ]);
});

it.skipIf(process.platform !== 'linux')('was not written where a name in a volume is not UTF-8', () => {
  const cluster = new KilledCluster();
  cluster.runKafka({ alone: [0] }, false);
  mkdirSync(Buffer.concat([Buffer.from(`${cluster.volume('mine')}/`), Buffer.alloc(255, 0xff)]));
  writeFileSync(join(cluster.volume('mine'), 'other'), 'x');
  writeInventory(cluster.directory);
  expect(readInventory(cluster.directory)?.files).toHaveProperty(['data/volumes/mine/other']);
});

it.skipIf(process.getuid?.() === 0).each([0o000, 0o444])(
  'was not written where nobody may look into a directory of a volume: mode %o',
  (mode) => {
    const cluster = new KilledCluster();
    cluster.runKafka({ alone: [0] }, false);
    const secret = join(cluster.volume('mine'), 'secret');
    mkdirSync(secret);
    writeFileSync(join(secret, 'file'), 'x');
    chmodSync(secret, mode);
    writeInventory(cluster.directory);
    chmodSync(secret, 0o700);
    expect(readInventory(cluster.directory)?.files).toHaveProperty(['data/brokers.json']);
  },
);
