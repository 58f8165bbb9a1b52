import {
  matchesLabels,
  matchesRequirement,
  type SelectorRequirement,
} from '../controllers/label-selector.ts';
import type { KubeObject } from '../store-api.ts';

interface NodeSelectorTerm {
  readonly matchExpressions?: readonly SelectorRequirement[];
  readonly matchFields?: readonly SelectorRequirement[];
}

/** Whether the node satisfies `nodeSelector` and the required part of `nodeAffinity`. */
export function matchesNodeAffinity(pod: KubeObject, node: KubeObject): boolean {
  if (!matchesLabels(pod.spec.nodeSelector ?? {}, node.metadata.labels)) return false;
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (!required) return true;
  return matchesNodeSelector(required, node);
}

/** Whether the node satisfies one of the selector's terms. */
export function matchesNodeSelector(
  selector: { readonly nodeSelectorTerms?: readonly NodeSelectorTerm[] },
  node: KubeObject,
): boolean {
  return (selector.nodeSelectorTerms ?? []).some((term) => matchesTerm(term, node));
}

/** A term without any requirement matches no node. */
function matchesTerm(term: NodeSelectorTerm, node: KubeObject): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) return false;
  const named = { 'metadata.name': node.metadata.name };
  return (
    expressions.every((requirement) => matchesRequirement(requirement, node.metadata.labels)) &&
    fields.every((requirement) => matchesRequirement(requirement, named))
  );
}
