import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { controllerOf } from '../machinery/owners.ts';
import type { NodeState } from './node-state.ts';

/** The node with the fewest pods of the same owner, then the fewest reserved millicores, then the fewest pods, then by name. */
export function pickNode(pod: Stored<'pods'>, candidates: readonly NodeState[]): NodeState | undefined {
  const owner = controllerOf(pod)?.uid;
  const siblings = (state: NodeState): number =>
    owner === undefined ? 0 : state.pods.filter((other) => controllerOf(other)?.uid === owner).length;
  return [...candidates].sort(
    (left, right) =>
      siblings(left) - siblings(right) ||
      left.reserved.cpu - right.reserved.cpu ||
      left.pods.length - right.pods.length ||
      (left.node.metadata.name < right.node.metadata.name ? -1 : 1),
  )[0];
}
