import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KilledCluster } from './killed-cluster.ts';

const kafka = 'data/kafka/zk-0123456789ab';
/** Where the cluster gives every name itself. */
const places = [
  'data',
  'data/kafka',
  kafka,
  `${kafka}/alone-0-zk-alone`,
  'data/pods',
  'data/volumes',
  'images',
];

const odd = (directory: string, name: string) =>
  Buffer.concat([Buffer.from(`${directory}/`), Buffer.from(name, 'latin1')]);

function startedCluster(): KilledCluster {
  const cluster = new KilledCluster();
  cluster.runKafka({ alone: [0] }, false);
  for (const name of ['data/pods', 'images']) mkdirSync(join(cluster.directory, name), { recursive: true });
  return cluster;
}

// Only Linux has such names.
describe.skipIf(process.platform !== 'linux')('a name that is not UTF-8', () => {
  it.each(places)('made a start with --keep impossible: in `%s`', (place) => {
    const cluster = startedCluster();
    const damages = cluster.check('in good order', () => {
      const directory = join(cluster.directory, place);
      mkdirSync(odd(directory, 't\xff\xfe-0-abc'));
      writeFileSync(Buffer.concat([odd(directory, 't\xff\xfe-0-abc'), Buffer.from('/mine')]), 'x');
      writeFileSync(odd(directory, '\xe9t\xe9%'), 'y');
    });
    const moved = (name: string) => ({
      path: `${place}/${name}`,
      wrong: expect.stringContaining('not UTF-8'),
      movedTo: `quarantine/19700101-000000-000/${place}/${name}`,
    });
    expect([...damages].sort((a, b) => (a.path < b.path ? -1 : 1))).toMatchObject([
      moved('%E9t%E9%25'),
      moved('t%FF%FE-0-abc'),
    ]);
    for (const { movedTo } of damages) expect(existsSync(join(cluster.directory, movedTo!))).toBe(true);
    expect(cluster.has(cluster.partition('alone'))).toBe(true);
  });

  it('could not be moved because its escaped name was too long', () => {
    const cluster = startedCluster();
    const [damage, ...others] = cluster.check('in good order', () =>
      mkdirSync(odd(join(cluster.directory, kafka), '\xff'.repeat(255))),
    );
    expect(others).toEqual([]);
    expect(existsSync(join(cluster.directory, damage!.movedTo!))).toBe(true);
  });

  it('in a volume is that of a program, and stays', () => {
    const cluster = startedCluster();
    const path = odd(cluster.volume('mine'), '\xff');
    mkdirSync(path);
    expect(cluster.check('in good order')).toEqual([]);
    expect(existsSync(path)).toBe(true);
  });
});
