import { isFinished } from '../controllers/pod-state.ts';
import type { KubeObject } from '../store-api.ts';
import { podRequests, type Requests } from './pod-requests.ts';

/** A node and what is on it. */
export interface NodeState {
  readonly node: KubeObject;
  readonly pods: readonly KubeObject[];
  readonly reserved: Requests;
}

export function nodeStates(nodes: readonly KubeObject[], pods: readonly KubeObject[]): NodeState[] {
  const byNode = new Map<string, KubeObject[]>(nodes.map((node) => [node.metadata.name, []]));
  for (const pod of pods) if (!isFinished(pod)) byNode.get(pod.spec.nodeName)?.push(pod);
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
