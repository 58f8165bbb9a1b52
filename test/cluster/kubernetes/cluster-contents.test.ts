import { expect, onTestFinished, test } from 'vitest';
import { readClusterContents } from '../../../source/cluster/kubernetes/cluster-contents.ts';
import { failure, startFakeApi } from '../fake-api.ts';

async function clusterOf() {
  const fake = await startFakeApi();
  onTestFinished(() => fake.close());
  const cluster = {
    kind: 'context',
    kubeconfig: fake.kubeconfig,
    context: 'fake',
    namespace: 'default',
  } as const;
  return { fake, cluster };
}

test('leaves out what the cluster refuses to show, but does not hide a bug of ours', async () => {
  const { fake, cluster } = await clusterOf();
  fake.on('/api/v1/namespaces/default/pods', failure(403, 'Forbidden', 'no'));
  const none = new AbortController().signal;
  expect(await readClusterContents(cluster, async () => ['test'], none)).toEqual({ topics: ['test'] });
  const mistake = new TypeError('x is not a function');
  await expect(readClusterContents(cluster, () => Promise.reject(mistake), none)).rejects.toBe(mistake);
});

test('returns what was read so far if the caller aborts', async () => {
  const { cluster } = await clusterOf();
  const stop = AbortSignal.abort(new Error('over'));
  expect(await readClusterContents(cluster, () => new Promise(() => {}), stop)).toEqual({});
});
