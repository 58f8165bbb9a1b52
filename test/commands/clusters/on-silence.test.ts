import { expect, test, vi } from 'vitest';
import type { ClusterState } from '../../../source/cluster/model/cluster.ts';
import { onSilence } from '../../../source/commands/clusters/on-silence.ts';

test('an unresponsive cluster ends a run, unless it responds again in time', async () => {
  const listeners = new Set<(state: ClusterState) => void>();
  const cluster = {
    onState(listener: (state: ClusterState) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const enter = (state: ClusterState) => listeners.forEach((listener) => void listener(state));
  const gaveUp = vi.fn();
  const forget = onSilence(cluster, gaveUp, 10);
  enter('silent');
  enter('ready');
  const later = vi.fn();
  onSilence(cluster, later, 10);
  forget();
  enter('silent');
  await vi.waitFor(() => expect(later).toHaveBeenCalledOnce());
  expect(gaveUp).not.toHaveBeenCalled();
});
