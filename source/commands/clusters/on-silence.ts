import type { Cluster } from '../../cluster/model/cluster.ts';

/** How long a cluster may be silent before a run is given up: the session has said so by then, and what to do. */
export const silentForMs = 5_000;

/** Calls `then` once the cluster was silent for so long, without an answer in between. Returns how to call it off. */
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
