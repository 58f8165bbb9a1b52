import type { NodeSelector, NodeSelectorTerm } from '../../../kubernetes-types/core/affinity.ts';
import type { PodSpec } from '../../../kubernetes-types/core/pod.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { matchesLabels, matchesRequirements } from '../../../kubernetes-values/label-requirement.ts';

/** Whether the node satisfies `nodeSelector` and the required part of `nodeAffinity`. */
export function matchesNodeAffinity(
  spec: Pick<PodSpec, 'affinity' | 'nodeSelector'>,
  node: Stored<'nodes'>,
): boolean {
  if (!matchesLabels(spec.nodeSelector ?? {}, node.metadata.labels)) return false;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (!required) return true;
  return matchesNodeSelector(required, node);
}

/** Whether the node satisfies one of the selector's terms. */
export function matchesNodeSelector(selector: NodeSelector, node: Stored<'nodes'>): boolean {
  return (selector.nodeSelectorTerms ?? []).some((term) => matchesTerm(term, node));
}

/** A term without requirements matches no node. */
function matchesTerm(term: NodeSelectorTerm, node: Stored<'nodes'>): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) return false;
  const named = { 'metadata.name': node.metadata.name };
  return matchesRequirements(expressions, node.metadata.labels) && matchesRequirements(fields, named);
}
