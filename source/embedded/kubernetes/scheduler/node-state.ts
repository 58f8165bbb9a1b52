import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { isFinished } from '../machinery/pod-state.ts';
import { podRequests, type Requests } from './pod-requests.ts';

/** A node and the pods on it. */
export interface NodeState {
  readonly node: Stored<'nodes'>;
  readonly pods: readonly Stored<'pods'>[];
  readonly reserved: Requests;
}

export function nodeStates(nodes: readonly Stored<'nodes'>[], pods: readonly Stored<'pods'>[]): NodeState[] {
  const byNode = new Map<string, Stored<'pods'>[]>(nodes.map((node) => [node.metadata.name, []]));
  for (const pod of pods) if (!isFinished(pod)) byNode.get(pod.spec.nodeName ?? '')?.push(pod);
  return nodes.map((node) => {
    const own = byNode.get(node.metadata.name) ?? [];
    const requests = own.map(podRequests);
    const reserved = {
      cpu: requests.reduce((sum, { cpu }) => sum + cpu, 0),
      memory: requests.reduce((sum, { memory }) => sum + memory, 0),
    };
    return { node, pods: own, reserved };
  });
}
