import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Snapshots } from '../../../../source/commands/lab/proof/snapshots.ts';

function makeHome() {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-snapshots-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const home = join(directory, 'home');
  const cluster = join(home, 'clusters/mine');
  const work = join(directory, 'work');
  mkdirSync(join(cluster, 'data/kafka'), { recursive: true });
  mkdirSync(work);
  for (const name of ['lock', 'state.json', 'kubeconfig', 'cluster.json'])
    writeFileSync(join(cluster, name), '');
  writeFileSync(join(cluster, 'data/kafka/lock'), 'of a broker');
  writeFileSync(join(work, 'kafka.yml'), 'first');
  return {
    snapshots: new Snapshots({ home, name: 'mine', directory: join(directory, 'copies') }),
    work,
    cluster,
  };
}

it('copies the data of a cluster and the working directory, but nothing that names its process', () => {
  const { snapshots, work } = makeHome();
  snapshots.take('2.1', work);
  writeFileSync(join(work, 'kafka.yml'), 'second');
  const copy = snapshots.use('2.1');
  const cluster = join(copy.home, 'clusters/mine');
  expect(copy.hasCluster).toBe(true);
  expect(readdirSync(cluster).sort()).toEqual(['cluster.json', 'data']);
  expect(readFileSync(join(cluster, 'data/kafka/lock'), 'utf8')).toBe('of a broker');
  expect(readFileSync(join(copy.work, 'kafka.yml'), 'utf8')).toBe('first');
});

it('gives each run its own copy', () => {
  const { snapshots, work } = makeHome();
  snapshots.take('2.1', work);
  const one = snapshots.use('2.1');
  writeFileSync(join(one.work, 'kafka.yml'), 'changed');
  const other = snapshots.use('2.1');
  expect(other.home).not.toBe(one.home);
  expect(readFileSync(join(other.work, 'kafka.yml'), 'utf8')).toBe('first');
});

it('keeps the observations, part by part', () => {
  const { snapshots } = makeHome();
  snapshots.observed('2.1', { pods: [] });
  snapshots.observed('2.1', { brokers: [] });
  expect(snapshots.situation('2.1')).toEqual({ pods: [], brokers: [] });
  expect(snapshots.situation('2.2')).toEqual({});
});

it('contains only the working directory before there is a cluster, as before the first step', () => {
  const { snapshots, work, cluster } = makeHome();
  rmSync(cluster, { recursive: true });
  snapshots.take('1', work);
  const copy = snapshots.use('1');
  expect(copy.hasCluster).toBe(false);
  expect(readFileSync(join(copy.work, 'kafka.yml'), 'utf8')).toBe('first');
});

it('has no copy from before a step that the run did not reach', () => {
  const { snapshots, work } = makeHome();
  snapshots.take('1', work);
  expect(snapshots.has('1')).toBe(true);
  expect(snapshots.has('2')).toBe(false);
});
