import type { PodAffinityTerm } from '../../../kubernetes-types/core/affinity.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { matchesSelector } from '../../../kubernetes-values/label-selector.ts';
import type { NodeState } from './node-state.ts';

/** The violated pod affinity rule; undefined: none. Preferred rules never exclude a node. */
export function conflictingAffinity(
  pod: Stored<'pods'>,
  state: NodeState,
  all: readonly NodeState[],
): string | undefined {
  for (const term of requiredTerms(pod, 'podAffinity')) {
    const isFirst = matchesTerm(term, pod, pod) && !all.some(({ pods }) => hasMatch(term, pod, pods));
    if (!isFirst && !hasMatch(term, pod, neighbours(term, state, all)))
      return "node(s) didn't match pod affinity rules";
  }
  for (const term of requiredTerms(pod, 'podAntiAffinity')) {
    if (hasMatch(term, pod, neighbours(term, state, all)))
      return "node(s) didn't match pod anti-affinity rules";
  }
  for (const other of all) {
    for (const existing of other.pods) {
      for (const term of requiredTerms(existing, 'podAntiAffinity')) {
        if (matchesTerm(term, existing, pod) && isSameDomain(term, other, state))
          return "node(s) didn't satisfy existing pods anti-affinity rules";
      }
    }
  }
  return undefined;
}

function requiredTerms(
  pod: Stored<'pods'>,
  kind: 'podAffinity' | 'podAntiAffinity',
): readonly PodAffinityTerm[] {
  return pod.spec.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

function neighbours(term: PodAffinityTerm, state: NodeState, all: readonly NodeState[]): Stored<'pods'>[] {
  return all.filter((other) => isSameDomain(term, other, state)).flatMap(({ pods }) => pods);
}

function isSameDomain({ topologyKey }: PodAffinityTerm, left: NodeState, right: NodeState): boolean {
  const domain = left.node.metadata.labels?.[topologyKey];
  return domain !== undefined && domain === right.node.metadata.labels?.[topologyKey];
}

function hasMatch(term: PodAffinityTerm, owner: KubeObject, pods: readonly Stored<'pods'>[]): boolean {
  return pods.some((pod) => matchesTerm(term, owner, pod));
}

function matchesTerm(term: PodAffinityTerm, owner: KubeObject, pod: Stored<'pods'>): boolean {
  const namespaces = term.namespaces?.length ? term.namespaces : [owner.metadata.namespace];
  return (
    namespaces.includes(pod.metadata.namespace ?? '') &&
    matchesSelector(term.labelSelector, pod.metadata.labels)
  );
}
