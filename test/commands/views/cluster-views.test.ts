import { afterEach, describe, expect, it } from 'vitest';
import { clusterViews } from '../../../source/commands/views/cluster-views.ts';
import { nearestNames } from '../../../source/text/nearest-name.ts';
import { FakeCluster } from '../../session/fakes/fake-cluster.ts';

const unasked = (): never => {
  throw new Error('nothing runs here');
};

const views = clusterViews({
  cluster: new FakeCluster(),
  runner: { run: unasked },
  directory: '/lab',
  typed: unasked,
  inTerminal: unasked,
  onUnexpected: unasked,
});
afterEach(() => views.close());

describe('a mistyped view, before there is a cluster to ask', () => {
  it.each([
    ['podz', 'pods'],
    ['dep', 'deploy'],
    ['poo', 'po'],
    ['svcs', 'svc'],
    ['stss', 'sts'],
    ['rss', 'rs'],
    ['pcv', 'pvc'],
    ['noo', 'no'],
    ['evs', 'ev'],
    ['cms', 'cm'],
  ])('was near no short name of kubectl: %s', (typed, near) => {
    expect(nearestNames(typed, [...views.names(), ...(views.otherNames?.() ?? [])], 3)).toContain(near);
  });

  it.each(['po', 'svc', 'sts', 'deploy', 'rs', 'pvc', 'no', 'ev', 'cm'])(
    'knows %s, which waits for the cluster',
    async (name) => {
      await expect(views.open(name, '')).rejects.toThrow('the cluster is not running');
    },
  );
});
