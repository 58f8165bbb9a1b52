import type { ClusterView, SessionView } from '../../session/view.ts';

export const clusterDescriptions: Readonly<Record<SessionView['cluster']['kind'], string>> = {
  embedded: 'the embedded cluster, one process on this computer',
  kind: 'a kind cluster in docker on this computer',
  context: 'the cluster of your kubeconfig context',
};

/** The state as text that follows the kind of cluster. */
export function clusterStateText(state: ClusterView['state']): string {
  return state === 'silent' ? 'does not answer' : state;
}
