import { expect, it, vi } from 'vitest';
import type { Cluster, ClusterState } from '../../source/cluster/model/cluster.ts';
import { watchResponsiveness } from '../../source/cluster/watch-responsiveness.ts';

function standIn() {
  let state: ClusterState = 'down';
  const listeners = new Set<(state: ClusterState) => void>();
  const cluster: Cluster = {
    kind: 'embedded',
    name: 'n',
    kubeconfig: '/k',
    context: 'c',
    namespace: 'default',
    get state() {
      return state;
    },
    onState: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attach: async () => true,
    existing: async () => undefined,
    reset: async () => {},
    build: async () => {},
    down: async () => {},
    close: async () => {},
  };
  const enter = (next: ClusterState) => {
    state = next;
    for (const listener of listeners) listener(next);
  };
  return { cluster, enter };
}

it('a stopped cluster was still reported as ready', async () => {
  const { cluster, enter } = standIn();
  let answers = true;
  const ask = (signal: AbortSignal) =>
    answers
      ? Promise.resolve()
      : new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const watched = watchResponsiveness(cluster, { ask, everyMs: 5, withinMs: 20 });
  const states: ClusterState[] = [];
  watched.onState((state) => states.push(state));
  enter('ready');
  answers = false;
  await vi.waitFor(() => expect(watched.state).toBe('silent'));
  answers = true;
  await vi.waitFor(() => expect(watched.state).toBe('ready'));
  expect(states).toEqual(['ready', 'silent', 'ready']);
  enter('gone');
  expect(watched.state).toBe('gone');
  await watched.close();
});

it('lost that a command has to name the namespace', async () => {
  const { cluster } = standIn();
  const watched = watchResponsiveness({ ...cluster, needsNamespace: true }, { ask: async () => {} });
  expect(watched.needsNamespace).toBe(true);
  await watched.close();
});
