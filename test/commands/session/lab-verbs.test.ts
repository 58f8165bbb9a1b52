import { expect, it, vi } from 'vitest';
import { labVerbs } from '../../../source/commands/session/lab-verbs.ts';

const run = { directory: '.', signal: new AbortController().signal, output: () => {} };

it.each([
  ['reset', '--nonsense'],
  ['reset', 'some'],
  ['reset', '--name'],
  ['build', '--frobnicate'],
  ['build', '--better', '--better'],
])(
  'a step’s `kafka-lab %s %s` replaced the session’s cluster and ignored the words',
  async (verb, ...args) => {
    const cluster = { reset: vi.fn(), build: vi.fn() };
    await expect(labVerbs(cluster)[verb]!(args, run)).rejects.toMatchObject({ code: 'usage' });
    expect(cluster.reset).not.toHaveBeenCalled();
    expect(cluster.build).not.toHaveBeenCalled();
  },
);

it('a step resets the cluster, and builds either variant of the clients', async () => {
  const cluster = { reset: vi.fn(), build: vi.fn() };
  const verbs = labVerbs(cluster);
  expect(await verbs.reset!([], run)).toBe(0);
  expect(await verbs.build!([], run)).toBe(0);
  expect(await verbs.build!(['--better'], run)).toBe(0);
  expect(cluster.reset).toHaveBeenCalledOnce();
  expect(cluster.build.mock.calls.map((call) => call[2])).toEqual(['first', 'better']);
});
