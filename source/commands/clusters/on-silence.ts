import type { Cluster } from '../../cluster/model/cluster.ts';

/** How long a cluster may be silent before a run is abandoned. By then the session has shown a notice about it. */
export const silentForMs = 5_000;

/** Calls `then` once the cluster has been silent for `forMs` without interruption. Returns a function that cancels it. */
export function onSilence(
  cluster: Pick<Cluster, 'onState'>,
  then: () => void,
  forMs: number = silentForMs,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const unsubscribe = cluster.onState((state) => {
    clearTimeout(timer);
    if (state === 'silent') timer = setTimeout(then, forMs);
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}
