import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ClusterClaims } from '../../source/cluster/claims.ts';
import { FakeCluster } from '../session/fakes/fake-cluster.ts';

const signal = new AbortController().signal;
const output = () => {};
let home: string;
let cluster: FakeCluster;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-claims-'));
  cluster = new FakeCluster();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const claimed = (change: { file?: string; force?: boolean } = {}) =>
  new ClusterClaims({
    cluster,
    force: false,
    describe: async ({ id }) => `cluster ${id} with 2 topics`,
    inUseHint: 'leave that one first',
    hint: 'use --force',
    ...change,
  });

it('replaces its own cluster, but not that of someone else', async () => {
  const claims = claimed();
  await claims.cluster.reset(output, signal);
  await claims.cluster.reset(output, signal);
  cluster.stands = { id: 'of others', inUse: false };
  await expect(claims.cluster.reset(output, signal)).rejects.toMatchObject({
    code: 'busy',
    exitCode: 3,
    message: 'cluster of others with 2 topics',
    hint: 'use --force',
  });
  expect(cluster.resets).toBe(2);
});

it('replaces the cluster that the learner agreed to, and not one that took its place meanwhile', async () => {
  const claims = claimed();
  cluster.stands = { id: 'left', inUse: false };
  claims.agree('use', 'left');
  await expect(claims.cluster.reset(output, signal)).rejects.toMatchObject({ code: 'busy' });
  claims.agree('replace', 'left');
  cluster.stands = { id: 'newer', inUse: false };
  await expect(claims.cluster.reset(output, signal)).rejects.toMatchObject({ code: 'busy' });
  cluster.stands = { id: 'left', inUse: false };
  await claims.cluster.reset(output, signal);
  expect(cluster.resets).toBe(1);
});

it('recognises its own cluster in a resumed session', async () => {
  const file = join(home, 'session', 'cluster.json');
  await claimed({ file }).cluster.reset(output, signal);
  expect(await claimed({ file }).foreign('replace', signal)).toBeUndefined();
  expect(await claimed().foreign('replace', signal)).toMatchObject({ id: 'reset-1' });
});

it.each(['', 'null', '[]', '{"made":"reset-1"}', '{"made":[1,null]}'])(
  'asks if its file contains %j',
  async (text) => {
    const file = join(home, 'cluster.json');
    writeFileSync(file, text);
    cluster.stands = { id: 'reset-1', inUse: false };
    expect(await claimed({ file }).foreign('use', signal)).toBeDefined();
  },
);

it('does not ask with --force, but never replaces a cluster that another process is using', async () => {
  const claims = claimed({ force: true });
  cluster.stands = { id: 'left', inUse: false };
  expect(await claims.foreign('replace', signal)).toBeUndefined();
  cluster.stands = { id: 'served', inUse: true };
  await expect(claims.cluster.reset(output, signal)).rejects.toMatchObject({ code: 'busy' });
  expect(cluster.resets).toBe(0);
});
